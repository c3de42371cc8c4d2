package dev.lvs.agent.plan.network;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.hidden;
import static dev.lvs.agent.plan.PlanSamples.realServer;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Unseen;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.NodeSamples;
import dev.lvs.agent.plan.PlanSamples;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {
  private static final Interface FRONT =
      ethernet("front", "192.0.2.1/24", "192.0.2.70/24", "2001:db8::1/64");
  private static final Interface BACK =
      ethernet("back", "198.51.100.1/30", "198.51.100.8/31", "198.51.100.20/32");
  private static final Interface CNI = ethernet("cni0", "203.0.113.1/24", "2001:db8:1::/127");
  private static final NodeFacts NODE =
      NodeSamples.withNextHops(node(FRONT, BACK, CNI), "192.0.2.254", "2001:db8::fe")
          .needing(
              new Unseen(
                  Set.of(IpAddress.parse("203.0.113.200")),
                  Set.of(IpAddress.parse("192.0.2.253")),
                  Set.of(new NodeFacts.Address(IpAddress.parse("203.0.113.130"), 25))));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          192.0.2.254,   VipIsGateway,        a gateway of this node's routes
          2001:db8::fe,  VipIsGateway,        a gateway
          192.0.2.253,   VipIsGateway,        until less than an hour ago
          203.0.113.200, VipIsApiServer,      the API server
          203.0.113.130, VipIsOwnAddress,     until less than a minute ago
          203.0.113.128, VipIsNetworkAddress, on which this node was just now
          192.0.2.1,     VipIsOwnAddress,     interface front has it
          192.0.2.70,    VipIsOwnAddress,     ip addr del 192.0.2.70/24 dev front
          203.0.113.1,   VipIsOwnAddress,     interface cni0 has it
          198.51.100.20, VipIsOwnAddress,     ip addr del 198.51.100.20/32 dev back
          2001:db8::1,   VipIsOwnAddress,     ip addr del 2001:db8::1/64 dev front
          192.0.2.0,     VipIsNetworkAddress, the network address of a network
          192.0.2.255,   VipIsNetworkAddress, the broadcast address of a network
          198.51.100.0,  VipIsNetworkAddress, 198.51.100.1/30
          198.51.100.3,  VipIsNetworkAddress, back
          2001:db8::,    VipIsNetworkAddress, subnet-router anycast address
          """)
  void neitherHoldsNorServesOn(String address, String reason, String words) {
    Desired desired = Planner.plan(serving(address), NODE);

    assertThat(desired.state()).isEqualTo(KernelState.EMPTY);
    assertObstacle(desired, reason, words);
  }

  @ParameterizedTest
  @CsvSource({"198.51.100.9", "198.51.100.2", "192.0.2.128", "2001:db8:1::1", "203.0.113.254"})
  void holdsAndServesOnAnyOther(String address) {
    Desired desired = Planner.plan(serving(address), NODE);

    assertThat(desired.obstacles()).isEmpty();
    assertThat(desired.state().vips()).hasSize(1);
    assertThat(desired.state().services()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.254, true", "203.0.113.200, true", "192.0.2.70, false"})
  void servesOnAnAddressOfItsOwnOnlyWhereOthersHoldTheVips(String address, boolean refused) {
    Desired desired =
        Planner.plan(PlanSamples.director(PlanSamples.service(address, byNat())), NODE);

    assertThat(desired.state().services()).hasSize(refused ? 0 : 1);
    assertThat(desired.obstacles()).hasSize(refused ? 1 : 0);
  }

  @Test
  void marksNothingForAnAddressThatIsNoVip() {
    NodePlanSpec plan =
        new NodePlanSpec(
            "node-1",
            new DirectorPlan(
                List.of(),
                List.of(vip("192.0.2.254", null), vip("192.0.2.10", null)),
                List.of(mark("192.0.2.254"), mark("192.0.2.10")),
                List.of()),
            RealServerPlan.EMPTY);

    Desired desired = Planner.plan(plan, NODE);

    assertThat(desired.state().rules().marks().keySet())
        .extracting(ports -> ports.vip().toString())
        .containsExactly("192.0.2.10");
    assertThat(desired.state().vips()).containsExactly(vipOn("192.0.2.10", "front"));
  }

  @Test
  void goesOnWithAVipOfOursThatTheNodeGotToo() {
    NodeFacts later =
        node(
                ethernet("front", "192.0.2.1/24", "192.0.2.10/32"),
                ethernet("new", "192.0.2.10/24"),
                ethernet("back", "198.51.100.1/30"))
            .knowing(Set.of(vipOn("192.0.2.10", "front")));

    Desired desired = Planner.plan(serving("192.0.2.10"), later);

    assertThat(desired.state().vips()).hasSize(1);
    assertThat(desired.state().services()).hasSize(1);
    assertObstacle(desired, "VipIsOwnAddress", "new");
  }

  @Test
  void goesOnWithAVipOfOursByWhichItReachesTheApiServer() {
    IpAddress address = IpAddress.parse("192.0.2.10");
    NodeFacts facts =
        node(
                ethernet("front", "192.0.2.1/24", "192.0.2.10/32"),
                ethernet("back", "198.51.100.1/30"))
            .knowing(Set.of(vipOn("192.0.2.10", "front")))
            .needing(new Unseen(Set.of(address), Set.of(), Set.of()));

    assertThat(Planner.plan(serving("192.0.2.10"), facts).obstacles()).isEmpty();
  }

  @Test
  void givesUpAVipOfOursThatBecameAGateway() {
    NodeFacts later =
        NodeSamples.withNextHops(
                node(ethernet("front", "192.0.2.1/24", "192.0.2.10/32")), "192.0.2.10")
            .knowing(Set.of(vipOn("192.0.2.10", "front")));

    Desired desired = Planner.plan(serving("192.0.2.10"), later);

    assertThat(desired.state()).isEqualTo(KernelState.EMPTY);
    assertObstacle(desired, "VipIsGateway", "192.0.2.10");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.254, VipIsGateway",
    "203.0.113.200, VipIsApiServer",
    "192.0.2.255, VipIsNetworkAddress"
  })
  void hidesNoneOnARealServerEither(String address, String reason) {
    Desired desired =
        Planner.plan(realServer(hidden(address, ForwardingMode.DR, "192.0.2.1")), NODE);

    assertThat(desired.state()).isEqualTo(KernelState.EMPTY);
    assertObstacle(desired, reason, address);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, false", "2, false", "3, true", "8, false"})
  void tellsOfAVipBesideAnInterfaceThatAnswersForItsOwnAddressesOnly(int ignore, boolean found) {
    NodeFacts facts = node(ethernet("front", ignore, 0, "192.0.2.1/24"), dummy());

    Desired desired = Planner.plan(onDummy("192.0.2.10"), facts);

    assertThat(desired.state().vips()).containsExactly(vipOn("192.0.2.10", "dmy"));
    if (found) {
      assertThat(desired.obstacles()).isEmpty();
    } else {
      assertObstacle(desired, "VipNotAnswered", "sysctl -w net.ipv4.conf.front.arp_ignore=0");
    }
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.10, front", "203.0.113.10, dmy"})
  void saysNothingOfAVipThatIsFoundAllTheSame(String address, String device) {
    NodeFacts facts = node(ethernet("front", 1, 0, "192.0.2.1/24"), dummy());

    assertThat(Planner.plan(PlanSamples.director(vip(address, device)), facts).obstacles())
        .isEmpty();
  }

  @Test
  void tellsThatNeighboursNeverFindAnIpv6VipOfAnotherInterface() {
    NodeFacts facts = node(ethernet("front", "2001:db8::1/64"), dummy());

    assertObstacle(Planner.plan(onDummy("2001:db8::10"), facts), "VipNotAnswered", "front");
  }

  @Test
  void tellsThatAnotherServiceHidesItsVipsWhereThisOneIsAskedFor() {
    NodePlanSpec both =
        new NodePlanSpec(
            "node-1",
            PlanSamples.directorPlan(List.of(), vip("192.0.2.10", "dmy")),
            realServer(hidden("192.0.2.11", ForwardingMode.DR, "192.0.2.1")).realServer());
    NodeFacts facts = node(ethernet("front", "192.0.2.1/24"), dummy());

    Desired desired = Planner.plan(both, facts);

    assertObstacle(desired, "VipNotAnswered", "hides the VIPs of " + WEB);
    assertObstacle(desired, "VipNotAnswered", "let another node be the real server");
  }

  private static Interface dummy() {
    return new Interface("dmy", 9, false, List.of(), Conf.USUAL, false, 1500);
  }

  private static NodePlanSpec onDummy(String address) {
    return PlanSamples.director(vip(address, "dmy"));
  }

  private static NodePlanSpec serving(String address) {
    return new NodePlanSpec(
        "node-1",
        PlanSamples.directorPlan(
            List.of(PlanSamples.service(address, byNat())), vip(address, null)),
        RealServerPlan.EMPTY);
  }

  private static PlannedDestination byNat() {
    return destination("198.51.100.2", ForwardingMode.NAT);
  }

  private static PlannedMark mark(String address) {
    return new PlannedMark(
        new VipPorts(IpAddress.parse(address), Protocol.TCP, 80, 90), 0x3000, WEB);
  }

  private static void assertObstacle(Desired desired, String reason, String words) {
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason().text()).isEqualTo(reason);
              assertThat(obstacle.sources()).containsExactly(WEB);
              assertThat(obstacle.message()).contains(words);
            });
  }

  private static Vip vipOn(String address, String device) {
    return new Vip(IpAddress.parse(address), device);
  }
}
