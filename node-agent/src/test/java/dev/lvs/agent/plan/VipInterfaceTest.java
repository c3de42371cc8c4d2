package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.DIRECTOR;
import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.director;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.LeaseProfile;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interfaces of a director on which VIPs are put, and those that let their clients in. */
class VipInterfaceTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          192.0.2.10,   front, on its network
          198.51.100.9, back,  on its network
          2001:db8::10, front, on its network
          203.0.113.10, front, by the default route
          2001:db9::10, front, by the default route
          """)
  void findsTheInterfaceThatLeadsToAVip(String address, String device, String why) {
    Desired desired = Planner.plan(director(vip(address, null)), DIRECTOR);

    assertThat(desired.state().vips())
        .as(why)
        .containsExactly(new Vip(IpAddress.parse(address), device));
    assertThat(desired.obstacles()).isEmpty();
  }

  @Test
  void prefersTheNarrowestNetworkThatAVipIsOn() {
    NodeFacts facts = node(ethernet("wide", "192.0.2.1/16"), ethernet("narrow", "192.0.2.2/24"));

    assertThat(devices(director(vip("192.0.2.10", null)), facts)).containsExactly("narrow");
  }

  @Test
  void putsAVipWhereTheGroupSays() {
    assertThat(devices(director(vip("192.0.2.10", "back")), DIRECTOR)).containsExactly("back");
  }

  @Test
  @Row("strict-rp-filter")
  void admitsClientsThatAreAnsweredByAnotherInterface() {
    Interface back = NodeSamples.filtering(1, ethernet("back", "198.51.100.1/24"));
    NodeFacts facts = node(NodeSamples.filtering(1, ethernet("front", "192.0.2.1/24")), back);
    String behind = "net/ipv4/conf/back/rp_filter";

    assertThat(Planner.plan(director(vip("198.51.100.9", null)), facts).state().sysctls())
        .as("the default route leads to the front")
        .containsEntry(behind, "2");
    assertThat(Planner.plan(director(vip("192.0.2.9", null)), facts).state().sysctls()).isEmpty();
    assertThat(
            Planner.plan(
                    director(vip("198.51.100.9", null)),
                    node(ethernet("front", "192.0.2.1/24"), ethernet("back", "198.51.100.1/24")))
                .state()
                .sysctls())
        .as("nothing is filtered")
        .isEmpty();
  }

  @Test
  void saysThatTheInterfaceOfTheGroupIsMissing() {
    Desired desired = Planner.plan(director(vip("192.0.2.10", "eth9")), DIRECTOR);

    assertThat(desired.state()).isEqualTo(KernelState.EMPTY);
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_SUCH_INTERFACE);
              assertThat(obstacle.sources()).containsExactly(WEB);
              assertThat(obstacle.message()).contains("eth9", "vipInterface");
            });
  }

  @Test
  @Row("interface-renamed")
  void keepsAVipOnTheInterfaceThatTheGroupNamesByItsFormerName() {
    NodeFacts renamed =
        node(ethernet("front", "192.0.2.1/24"), ethernet("wan0", "192.0.2.10/32"))
            .knowing(Set.of(new Vip(IpAddress.parse("192.0.2.10"), "wan0")));

    Desired desired = Planner.plan(director(vip("192.0.2.10", "eth9")), renamed);

    assertThat(desired.state().vips())
        .containsExactly(new Vip(IpAddress.parse("192.0.2.10"), "wan0"));
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_SUCH_INTERFACE);
              assertThat(obstacle.message()).contains("eth9", "stays on wan0", "vipInterface");
            });
  }

  /** Its fence stands at the interface of the name that the plan has. */
  @Test
  void keepsNoVipOfALeaseThere() {
    IpAddress address = IpAddress.parse("192.0.2.10");
    NodeFacts renamed =
        node(ethernet("front", "192.0.2.1/24"), ethernet("wan0", "192.0.2.10/32"))
            .knowing(Set.of(new Vip(address, "wan0")));
    PlannedLease lease =
        new PlannedLease("lvs-edge-0", LeaseProfile.FAST, OnApiOutage.HOLD, 0, null);
    Inputs fenced = Inputs.NONE.with(Holding.fenced(Set.of(address), ""));

    Desired desired =
        Planner.plan(
            director(vip("192.0.2.10", "eth9").with(lease)),
            new Situation(renamed, fenced, Drains.NONE, Counters.NONE, Instant.EPOCH));

    assertThat(desired.state().vips()).isEmpty();
    assertThat(desired.obstacles())
        .extracting(Obstacle::reason)
        .containsExactly(Reason.NO_SUCH_INTERFACE);
  }

  @Test
  void saysThatNoInterfaceLeadsToAVip() {
    Desired desired =
        Planner.plan(
            director(vip("203.0.113.10", null)), NodeSamples.withoutDefaultRoute(DIRECTOR));

    assertThat(desired.state().vips()).isEmpty();
    assertThat(desired.obstacles())
        .extracting(Obstacle::reason)
        .containsExactly(Reason.NO_INTERFACE);
  }

  @Test
  void keepsAVipWhereItIsWhileTheNodeHasNoOtherWay() {
    NodeFacts facts =
        NodeSamples.withoutDefaultRoute(node(ethernet("front", "192.0.2.10/32")))
            .knowing(Set.of(new Vip(IpAddress.parse("192.0.2.10"), "front")));

    assertThat(devices(director(vip("192.0.2.10", null)), facts)).containsExactly("front");
  }

  private static List<String> devices(NodePlanSpec plan, NodeFacts facts) {
    return Planner.plan(plan, facts).state().vips().stream().map(Vip::device).toList();
  }
}
