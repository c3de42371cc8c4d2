package dev.lvs.operator.status.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadNodesTest {
  @Test
  void knowsTheNodesThatAreNotReadyByTheirAddresses() {
    DeadNodes dead =
        new DeadNodes(
            List.of(
                node("w1", "192.0.2.11", "True"),
                node("w2", "192.0.2.12", "Unknown"),
                node("w3", "192.0.2.13", "False")));

    assertThat(dead.at("192.0.2.11")).isEmpty();
    assertThat(dead.at("192.0.2.12")).contains("w2");
    assertThat(dead.at("192.0.2.13")).contains("w3");
    assertThat(dead.at("203.0.113.9")).isEmpty();
  }

  @Test
  void aNodeOfWhichNothingIsSaidCountsAsReady() {
    assertThat(DeadNodes.isDead(new NodeBuilder().withNewMetadata().endMetadata().build()))
        .isFalse();
    assertThat(
            DeadNodes.isDead(
                new NodeBuilder()
                    .withNewMetadata()
                    .endMetadata()
                    .withNewStatus()
                    .endStatus()
                    .build()))
        .isFalse();
  }

  private static Node node(String name, String address, String ready) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .addNewAddress(address, "InternalIP")
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .endStatus()
        .build();
  }
}
