package dev.lvs.agent.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.retry.Backoff;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
  private static final NodePlanStatus STATUS = NodePlanStatus.reporting(1L, "1", PlanReport.CLEAN);

  @Test
  @Row({"status-write-failure", "threads-end-loudly"})
  void saysEachCauseOnceAndGoesOnUntilItIsWritten() throws InterruptedException {
    List<RuntimeException> failures =
        List.of(
            new KubernetesClientException("nodeplans is forbidden"),
            new KubernetesClientException("nodeplans is forbidden"),
            new KubernetesClientException("nodeplans is forbidden"),
            new IllegalStateException("a defect"));
    CountDownLatch left = new CountDownLatch(failures.size() + 1);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, UTF_8));
    try (StatusWriter writer =
        new StatusWriter(
            "node-1",
            _ -> {
              long tries = failures.size() + 1 - left.getCount();
              left.countDown();
              if (tries < failures.size()) {
                throw failures.get((int) tries);
              }
            },
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)))) {
      writer.write(STATUS);

      assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      System.setErr(before);
    }

    List<String> lines =
        log.toString(UTF_8).lines().filter(line -> line.contains("NodePlan node-1")).toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("WARN", "nodeplans is forbidden", "deploy/kustomize");
    assertThat(lines.get(1)).contains("WARN", "a defect");
    assertThat(lines.get(2)).contains("is written again");
  }
}
