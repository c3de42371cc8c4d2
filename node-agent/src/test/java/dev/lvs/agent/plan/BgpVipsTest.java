package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.DIRECTOR;
import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.director;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.api.v1alpha1.PlannedBgp;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BgpVipsTest {
  private static final ResourceName EDGE = ResourceName.parse("DirectorGroup edge");
  private static final PlannedVip FOUR =
      vip("203.0.113.10", null).with(new PlannedBgp("edge", null));
  private static final PlannedVip SIX =
      vip("2001:db8:9::10", null).with(new PlannedBgp("edge", null));

  @Test
  void putsVipsWhereTheSpeakerTakesThemFrom() {
    Desired desired = Planner.plan(director(FOUR, SIX), DIRECTOR);

    assertThat(desired.state().devices()).containsExactly(DummyDevice.BGP);
    assertThat(desired.state().vips())
        .containsExactly(on("203.0.113.10", "lvs-bgp"), on("2001:db8:9::10", "lvs-bgp"))
        .allMatch(Vip::isDynamic);
    assertThat(desired.purposes().byVip()).hasSize(2);
    assertThat(desired.obstacles()).isEmpty();
    assertThat(desired.attribution().ofSubject(DummyDevice.BGP)).containsExactly(WEB);
  }

  @Test
  void keepsNeighboursFromAskingForThemByArp() {
    Desired four = Planner.plan(director(FOUR), DIRECTOR);
    Desired six = Planner.plan(director(SIX), DIRECTOR);

    assertThat(four.state().sysctls())
        .containsEntry("net/ipv4/conf/front/arp_ignore", "1")
        .containsEntry("net/ipv4/conf/back/arp_ignore", "1")
        .containsEntry("net/ipv4/conf/front/arp_announce", "2");
    assertThat(six.state().sysctls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDirectorThatStandsDownHasNone(StandDown reason) {
    PlannedVip leaving = FOUR.with(new PlannedBgp("edge", reason));

    Desired desired = Planner.plan(director(leaving), DIRECTOR);

    assertThat(desired.state().vips()).isEmpty();
    assertThat(desired.state().devices()).isEmpty();
    Obstacle obstacle = desired.obstacles().getFirst();
    assertThat(obstacle.reason()).isEqualTo(Obstacle.Reason.VIP_WITHDRAWN);
    assertThat(obstacle.isPartial()).isTrue();
    assertThat(obstacle.sources()).containsExactly(WEB, EDGE);
    assertThat(obstacle.message()).contains("It comes back when");
  }

  @Test
  void saysThatNoRouterIsTold() {
    NodeFacts facts = lacking(KernelFeature.BGP_SESSION);
    assertThat(Planner.needs(director(FOUR))).contains(KernelFeature.BGP_SESSION);
    assertThat(Planner.needs(director(vip("203.0.113.10", null)))).isEmpty();

    Desired desired = Planner.plan(director(FOUR), facts);

    assertThat(desired.state().vips()).as("it is there when the speaker comes").hasSize(1);
    Obstacle obstacle = desired.obstacles().getFirst();
    assertThat(obstacle.reason()).isEqualTo(Obstacle.Reason.NO_BGP_SESSION);
    assertThat(obstacle.sources()).containsExactly(WEB, EDGE);
    assertThat(obstacle.message()).contains("TCP port 179", "Start the BGP speaker");
  }

  @Test
  void holdsNoneThatSomebodyElseAnswersFor() {
    NodeFacts facts = node(ethernet("front", "192.0.2.1/24", "203.0.113.10/32"));

    Desired desired = Planner.plan(director(FOUR), facts);

    assertThat(desired.state().vips()).isEmpty();
    assertThat(desired.obstacles())
        .extracting(Obstacle::reason)
        .containsExactly(Obstacle.Reason.VIP_IS_OWN_ADDRESS);
  }

  private static Vip on(String address, String device) {
    return new Vip(IpAddress.parse(address), device);
  }

  private static NodeFacts lacking(KernelFeature feature) {
    return new NodeFacts(
        DIRECTOR.kernelRelease(),
        DIRECTOR.ipvsVersion(),
        Set.of(feature),
        List.copyOf(DIRECTOR.interfaces()),
        DIRECTOR.all(),
        DIRECTOR.routing());
  }
}
