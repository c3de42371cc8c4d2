package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.director;
import static dev.lvs.agent.plan.PlanSamples.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffLinkTest {
  private static final NodeFacts NODE = node(ethernet("eth0", "192.0.2.1/24"));

  @Test
  @Row("two-internal-addresses")
  void aRealServerBehindAGatewayIsToldByDirectRouting() {
    assertThat(obstacles(NODE, ForwardingMode.DR, "203.0.113.21"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.reason()).isEqualTo(Obstacle.Reason.SERVER_NOT_ON_LINK);
              assertThat(it.sources()).containsExactly(PlanSamples.WEB);
              assertThat(it.wanted()).isEqualTo("reach real server 203.0.113.21 by DR");
            });
  }

  @Test
  void gatewaysAreNothingToOtherMethods() {
    for (ForwardingMode method :
        List.of(ForwardingMode.NAT, ForwardingMode.TUN, ForwardingMode.FULLNAT)) {
      assertThat(obstacles(NODE, method, "203.0.113.21")).isEmpty();
    }
  }

  @Test
  void whatIsOnALinkIsReached() {
    NodeFacts routed = NodeSamples.withLinks(NODE, "203.0.113.0/28");

    assertThat(obstacles(NODE, ForwardingMode.DR, "192.0.2.21")).isEmpty();
    assertThat(obstacles(NODE, ForwardingMode.DR, "192.0.2.1")).isEmpty();
    assertThat(obstacles(routed, ForwardingMode.DR, "203.0.113.1")).isEmpty();
    assertThat(obstacles(routed, ForwardingMode.DR, "203.0.113.16")).hasSize(1);
  }

  private static List<Obstacle> obstacles(NodeFacts node, ForwardingMode method, String address) {
    return Planner.plan(director(service("192.0.2.10", 80, destination(address, method))), node)
        .obstacles()
        .stream()
        .filter(it -> it.wanted().startsWith("reach real server"))
        .toList();
  }
}
