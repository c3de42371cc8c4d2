package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.KernelFacts;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
  private static final KernelLife LIFE = new KernelLife("a-boot", "net:[1]");

  @TempDir Path directory;

  @Test
  @Row("local-status")
  void saysWhatAnApiServerWouldBeTold() throws IOException {
    StatusFile file = new StatusFile(directory, Duration.ofSeconds(1));
    assertThat(StatusFile.read(directory)).isEmpty();

    file.write(status("True", "True"), LIFE);

    LocalStatus said = StatusFile.read(directory).orElseThrow();
    assertThat(said.status()).isEqualTo(LocalStatus.Content.of(status("True", "True")));
    assertThat(said.doubt(LIFE)).isEmpty();
    assertThat(said.isWell()).isTrue();
    assertThat(said.goodForMillis()).isEqualTo(31_000);

    file.begin();
    assertThat(StatusFile.read(directory)).isEmpty();
  }

  @Test
  @Row("local-status")
  void isWellOnlyWhereAllThatMattersIsTrue() {
    assertThat(said(status("False", "True"), Duration.ZERO).isWell()).isFalse();
    assertThat(said(status("Unknown", "True"), Duration.ZERO).isWell()).isFalse();
    assertThat(said(status("True", "False"), Duration.ZERO).isWell()).isFalse();
    NodePlanStatus none = NodePlanStatus.reporting(null, "1", PlanReport.CLEAN);
    assertThat(said(none, Duration.ZERO).isWell()).isFalse();
  }

  @Test
  @Row("local-status")
  void isNotBelievedWhenItIsOldOrOfAnotherLife() {
    NodePlanStatus status = status("True", "True");

    assertThat(said(status, Duration.ofSeconds(30)).doubt(LIFE)).isEmpty();
    assertThat(said(status, Duration.ofSeconds(40)).doubt(LIFE))
        .get()
        .asString()
        .contains("has said nothing for 40 s");
    assertThat(said(status, Duration.ofHours(-1)).doubt(LIFE)).isPresent();
    assertThat(said(status, Duration.ZERO).doubt(new KernelLife("a-boot", "net:[2]")))
        .get()
        .asString()
        .contains("another boot or network namespace");
  }

  private static LocalStatus said(NodePlanStatus status, Duration age) {
    return LocalStatus.of(
        status, "then", LIFE, LocalStatement.now().minus(age), Duration.ofSeconds(31));
  }

  private static NodePlanStatus status(String programmed, String ready) {
    return new NodePlanStatus(
        3L,
        "1",
        "Director",
        new KernelFacts("6.12", "1.2.1", List.of("nf_tables")),
        2,
        4,
        "2026-01-01T00:00:00Z",
        PlanReport.truncated(
            List.of(
                new ResourceReport(
                    ResourceName.parse("VirtualService shop/web"),
                    3L,
                    "2026-01-01T00:00:00Z",
                    ResourceState.CONTESTED,
                    "Fight",
                    new ResourceNumbers(1, 2, 3L, 4L, 5, new LocalPorts(6, 7, 8)),
                    new FailedChange("ipvsadm -A", "ENOMEM"),
                    "no memory")),
            9),
        List.of(),
        List.of("Address \"192.0.2.1\" is not ours"),
        List.of(
            new ConditionBuilder()
                .withType("Programmed")
                .withStatus(programmed)
                .withReason("NotAll")
                .withMessage("a\nb")
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .build(),
            new ConditionBuilder()
                .withType("Ready")
                .withStatus(ready)
                .withReason("Ready")
                .withMessage("c")
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .build()));
  }
}
