package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.PlannedVrrp;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** VIPs that keepalived puts on an interface. */
class RouterVipTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");

  @Test
  void areNoAddressesOfTheAgent() {
    Desired desired = plan(node(ethernet("front", "192.0.2.1/24")), "front");

    assertThat(desired.obstacles()).isEmpty();
    assertThat(desired.state().vips()).isEmpty();
    assertThat(desired.purposes().byVip()).containsKey(new Vip(VIP, "front"));
  }

  @Test
  void areNoForeignOnesWhereTheyStand() {
    assertThat(plan(node(ethernet("front", "192.0.2.1/24", "192.0.2.10/32")), "front").obstacles())
        .isEmpty();
  }

  @Test
  void needTheInterfaceAndItsAddress() {
    NodeFacts facts = node(ethernet("front", "192.0.2.1/24"), ethernet("back", "198.51.100.1/24"));

    assertThat(plan(facts, "other").obstacles())
        .extracting(Obstacle::reason)
        .containsExactly(Reason.NO_SUCH_INTERFACE);
    assertThat(plan(facts, "back").obstacles())
        .extracting(Obstacle::reason)
        .containsExactly(Reason.NO_VRRP_ADDRESS);
  }

  @Test
  void areToldWhereTheyStandAfterTheyHaveLeftThePlan() {
    NodeFacts with = node(ethernet("front", "192.0.2.1/24", "192.0.2.10/32"));

    assertThat(former(AnnouncementMode.VRRP, with).obstacles())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.reason()).isEqualTo(Reason.VIP_NOT_LET_GO);
              assertThat(it.sources()).containsExactly(ResourceName.parse("DirectorGroup edge"));
              assertThat(it.message()).contains("ip addr del 192.0.2.10/32 dev front");
            });
    assertThat(former(AnnouncementMode.VRRP, node(ethernet("front", "192.0.2.1/24"))).obstacles())
        .isEmpty();
    assertThat(former(AnnouncementMode.STATIC, with).obstacles()).as("by a round").isEmpty();
    assertThat(former(AnnouncementMode.VRRP, with).state().vips()).isEmpty();
  }

  private static Desired former(AnnouncementMode mode, NodeFacts facts) {
    return Planner.plan(
        new NodePlanSpec(
            "edge-1",
            new DirectorPlan(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new FormerVip(VIP, mode, "edge"))),
            new RealServerPlan(List.of())),
        facts);
  }

  private static Desired plan(NodeFacts facts, String device) {
    PlannedVrrp vrrp =
        new PlannedVrrp("edge", 51, 254, 1000, IpAddress.parse("192.0.2.1"), List.of(), null);
    PlannedVip vip =
        new PlannedVip(VIP, device, List.of(ResourceName.parse("VirtualService shop/web")));
    return Planner.plan(
        new NodePlanSpec(
            "edge-1",
            new DirectorPlan(List.of(), List.of(vip.with(vrrp)), List.of(), List.of()),
            new RealServerPlan(List.of())),
        facts);
  }
}
