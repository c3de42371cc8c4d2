package dev.lvs.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.plan.fullnat.FullNatTest;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.verdict.Row;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Sets of one transaction of nf_tables, which refuses all of it where parts overlap. */
class DisjointRulesTest {
  private static final ResourceName A = ResourceName.parse("VirtualService a/web");
  private static final ResourceName B = ResourceName.parse("VirtualService b/web");

  @Property(tries = 1000)
  void noTwoPortsOfAPartOverlap(@ForAll long seed) {
    PacketRules rules = RandomPlans.desired(seed).state().rules();

    assertDisjoint(rules.marks().keySet());
    assertDisjoint(rules.sources().keySet());
    assertDisjoint(rules.untracked());
    assertDisjoint(rules.oneWay());
    assertDisjoint(rules.segmentSizes().keySet());
  }

  @Property(tries = 300)
  void neitherDoThoseOfOnePlanAfterAnother(@ForAll long before, @ForAll long seed) {
    PacketRules rules =
        RandomPlans.desired(seed).state().rules().and(RandomPlans.desired(before).state().rules());

    assertDisjoint(rules.marks().keySet());
    assertDisjoint(rules.sources().keySet());
    assertDisjoint(rules.untracked());
    assertDisjoint(rules.oneWay());
  }

  @Property(tries = 1000)
  void whatIsRewrittenIsTracked(@ForAll long seed) {
    PacketRules rules = RandomPlans.desired(seed).state().rules();

    for (VipPorts ports : rules.untracked()) {
      assertThat(rules.sources().keySet()).noneMatch(ports::overlaps);
    }
    for (VipPorts ports : rules.oneWay()) {
      assertThat(rules.sources().keySet()).noneMatch(ports::overlaps);
    }
  }

  @Property(tries = 1000)
  void aPortOfItsOwnIsRewrittenForItsService(@ForAll long seed) {
    PacketRules rules = RandomPlans.desired(seed).state().rules();

    for (PlannedService service : RandomPlans.director(seed).services()) {
      if (service.methods().contains(ForwardingMode.FULLNAT)
          && service.key() instanceof AddressKey key
          && key.port() != 0) {
        VipPorts own = key.traffic();
        assertThat(rules.sources().keySet()).anyMatch(own::overlaps);
      }
    }
  }

  @Property(tries = 1000)
  void marksLeaveOutOnlyWhatIsSaid(@ForAll long seed) {
    Desired desired = RandomPlans.desired(seed);

    for (PlannedMark mark : RandomPlans.director(seed).marks()) {
      VipPorts ports = mark.ports();
      boolean whole =
          Long.valueOf(mark.firewallMark()).equals(desired.state().rules().marks().get(ports));
      boolean inParts =
          desired.state().rules().marks().entrySet().stream()
              .filter(entry -> entry.getKey().overlaps(ports))
              .allMatch(entry -> entry.getValue() == mark.firewallMark());
      boolean said =
          desired.obstacles().stream()
              .anyMatch(
                  obstacle ->
                      obstacle.reason() == Obstacle.Reason.CONTRADICTING_MARKS
                          && obstacle.sources().contains(mark.source()));
      assertThat(whole || inParts || said).as("%s of %s", ports, mark.source()).isTrue();
    }
  }

  @Test
  @Row("intervals-disjoint")
  void ftpAndAMarkOfUsersShareAVip() {
    PlannedService ftp =
        PlanSamples.service(
            "192.0.2.10", 21, PlanSamples.destination("192.0.2.21", ForwardingMode.FULLNAT));
    PlannedService marked = FullNatTest.markedByUsers("192.0.2.10");

    PacketRules rules =
        Planner.plan(
                PlanSamples.director(marked, ftp),
                NodeSamples.node(NodeSamples.ethernet("front", "192.0.2.1/24")))
            .state()
            .rules();

    assertThat(rules.sources().keySet())
        .extracting(VipPorts::toString)
        .contains(
            "TCP 192.0.2.10:0-20",
            "TCP 192.0.2.10:21",
            "TCP 192.0.2.10:22-1023",
            "TCP 192.0.2.10:1024-65535");
    assertDisjoint(rules.sources().keySet());
  }

  @Test
  void aSecondMarkForAPortIsToldAndStopsNobody() {
    PlannedMark first = new PlannedMark(VipPorts.parse("TCP 192.0.2.10:100-200"), 17, A);
    PlannedMark second = new PlannedMark(VipPorts.parse("TCP 192.0.2.10:150-250"), 18, B);

    Desired desired =
        Planner.plan(
            new NodePlanSpec(
                "node-1",
                new DirectorPlan(List.of(), List.of(), List.of(first, second), List.of()),
                RealServerPlan.EMPTY),
            NodeSamples.node(NodeSamples.ethernet("front", "192.0.2.1/24")));

    assertThat(desired.state().rules().marks())
        .hasToString("{TCP 192.0.2.10:100-200=17, TCP 192.0.2.10:201-250=18}");
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.sources()).containsExactly(B);
              assertThat(obstacle.wanted()).isEqualTo("mark TCP 192.0.2.10:150-200 with 18");
              assertThat(obstacle.message()).contains("17 of VirtualService a/web");
            });
  }

  private static void assertDisjoint(Collection<VipPorts> all) {
    VipPorts before = null;
    for (VipPorts ports : all) {
      if (before != null) {
        assertThat(before.overlaps(ports)).as("%s and %s", before, ports).isFalse();
      }
      before = ports;
    }
  }
}
