package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Memory limits of the pods leave room beside the heap: Java says why it ends when its heap is
 * full, and the kernel kills without a reason.
 */
class LimitsTest {
  private static final Path KUSTOMIZE = Checkout.path("deploy", "kustomize");

  @Row("daemonset-starts")
  @Test
  void theAgentHasRoomBesideItsHeap() throws IOException {
    DaemonSet agent =
        Serialization.unmarshal(Files.readString(KUSTOMIZE.resolve("agent.yaml")), DaemonSet.class);

    assertThat(limitMib(agent.getSpec().getTemplate().getSpec().getContainers().getFirst()))
        .isGreaterThanOrEqualTo(heapMib("node-agent", "lvs.jvm") + 128);
  }

  @Row("operator-memory")
  @Test
  void theOperatorHasRoomBesideItsHeap() throws IOException {
    Deployment operator =
        Serialization.unmarshal(
            Files.readString(KUSTOMIZE.resolve("operator.yaml")), Deployment.class);

    assertThat(limitMib(operator.getSpec().getTemplate().getSpec().getContainers().getFirst()))
        .isGreaterThanOrEqualTo(heapMib("operator", "lvs-operator.jvm") + 256);
  }

  private static long limitMib(Container container) {
    Quantity limit = container.getResources().getLimits().get("memory");
    return Quantity.getAmountInBytes(limit).longValueExact() >> 20;
  }

  private static long heapMib(String module, String file) throws IOException {
    return Files.readAllLines(Checkout.path(module, "src", "main", "launcher", file)).stream()
        .filter(line -> line.matches("-Xmx[0-9]+m"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
