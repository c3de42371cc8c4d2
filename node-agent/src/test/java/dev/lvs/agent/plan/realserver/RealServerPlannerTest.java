package dev.lvs.agent.plan.realserver;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.hidden;
import static dev.lvs.agent.plan.PlanSamples.realServer;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static dev.lvs.agent.plan.realserver.HidingNode.BY_DR;
import static dev.lvs.agent.plan.realserver.HidingNode.NODE;
import static dev.lvs.agent.plan.realserver.HidingNode.assertObstacle;
import static dev.lvs.agent.plan.realserver.HidingNode.hiding;
import static dev.lvs.agent.plan.realserver.HidingNode.vipOn;
import static dev.lvs.api.v1alpha1.ForwardingMode.DR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.plan.NodeSamples;
import dev.lvs.agent.plan.PlanSamples;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** VIPs of a real server: held, hidden from ARP, or not held and why. */
class RealServerPlannerTest {
  @Test
  void holdsAVipOnTheLoopbackAndHidesItOnTheInterfaceThatFacesIt() {
    Desired desired = Planner.plan(realServer(BY_DR), NODE);

    assertThat(desired.state().vips()).containsExactly(vipOn("192.0.2.10", "lo"));
    assertThat(desired.state().sysctls()).isEqualTo(hiding("front"));
    assertThat(desired.state().devices()).isEmpty();
    assertThat(desired.obstacles()).isEmpty();
  }

  @Test
  @Row("second-interface")
  void hidesAVipOnEveryInterfaceThatSpeaksArpAndOnThoseToCome() {
    Interface dummy = new Interface("dummy0", 7, false, List.of(), Conf.USUAL, false, 1500);
    NodeFacts facts =
        node(
            ethernet("uplink", "198.51.100.21/24"),
            ethernet("front", "192.0.2.77/24"),
            ethernet("servers", "192.0.2.21/32"),
            ethernet("bare"),
            dummy);

    assertThat(Planner.plan(realServer(BY_DR), facts).state().sysctls())
        .isEqualTo(hiding("uplink", "front", "servers", "bare"));
  }

  @Test
  @Row("strict-rp-filter")
  void letsInWhatIsAnsweredByAnotherInterface() {
    Interface uplink = ethernet("uplink", "198.51.100.21/24");
    Interface strict = NodeSamples.filtering(1, ethernet("servers", "192.0.2.21/24"));
    Interface loose = NodeSamples.filtering(2, ethernet("servers", "192.0.2.21/24"));
    Interface open = NodeSamples.filtering(0, ethernet("servers", "192.0.2.21/24"));

    assertThat(filters(node(uplink, strict))).containsExactly("net/ipv4/conf/servers/rp_filter=2");
    assertThat(filters(node(uplink, loose)))
        .as("wanted all the same, so that it is not put back")
        .containsExactly("net/ipv4/conf/servers/rp_filter=2");
    assertThat(filters(node(uplink, open))).isEmpty();
    assertThat(filters(NodeSamples.filteringAll(1, node(uplink, open))))
        .as("the larger of both counts")
        .containsExactly("net/ipv4/conf/servers/rp_filter=2");
    assertThat(filters(node(strict))).as("there is no other").isEmpty();
    assertThat(filters(node(strict, uplink))).containsExactly("net/ipv4/conf/servers/rp_filter=2");
  }

  private static List<String> filters(NodeFacts facts) {
    return Planner.plan(realServer(BY_DR), facts).state().sysctls().entrySet().stream()
        .filter(one -> one.getKey().endsWith("rp_filter"))
        .map(one -> one.getKey() + "=" + one.getValue())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 2", "3, 1", "8, 8"})
  void keepsAnArpSettingThatHidesAlready(int present, String wanted) {
    NodeFacts facts = node(ethernet("front", present, 2, "192.0.2.21/24"));

    assertThat(Planner.plan(realServer(BY_DR), facts).state().sysctls())
        .as("wanted all the same, so that nothing is put back that is needed")
        .containsEntry("net/ipv4/conf/front/arp_ignore", wanted)
        .containsEntry("net/ipv4/conf/front/arp_announce", "2");
  }

  @Test
  void hidesNothingForIpv6() {
    NodeFacts facts = node(ethernet("front", "2001:db8::21/64"));

    KernelState state =
        Planner.plan(realServer(hidden("2001:db8::10", DR, "2001:db8::21")), facts).state();

    assertThat(state.vips()).containsExactly(vipOn("2001:db8::10", "lo"));
    assertThat(state.sysctls()).isEmpty();
  }

  @Test
  void neverHidesAVipThatItHoldsAsADirector() {
    NodePlanSpec plan =
        new NodePlanSpec(
            "node-1",
            PlanSamples.directorPlan(List.of(), vip("192.0.2.10", null)),
            new RealServerPlan(List.of(BY_DR)));

    Desired desired = Planner.plan(plan, NODE);

    assertThat(desired.state().vips()).containsExactly(vipOn("192.0.2.10", "front"));
    assertThat(desired.state().sysctls()).isEmpty();
  }

  @Test
  void holdsNothingWhereItDoesNotHaveTheAddressThatDirectorsKnow() {
    Desired desired = Planner.plan(realServer(hidden("192.0.2.10", DR, "192.0.2.99")), NODE);

    assertThat(desired.state()).isEqualTo(KernelState.EMPTY);
    assertObstacle(desired, Reason.ADDRESS_MISSING, "192.0.2.99");
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.10, DR, lo", "203.0.113.10, TUN, lvsi-c0000215"})
  @Row("server-address-away")
  void keepsWhatItHoldsWhileTheAddressIsAway(String address, ForwardingMode method, String device) {
    HiddenVip vip = hidden(address, method, "192.0.2.21");
    Interface holder =
        new Interface(
            device,
            9,
            false,
            List.of(new NodeFacts.Address(IpAddress.parse(address), 32)),
            Conf.USUAL,
            false,
            1500);

    Desired before = Planner.plan(realServer(vip), NODE);
    Desired desired = Planner.plan(realServer(vip), node(ethernet("front"), holder));

    assertThat(desired.state().vips()).isEqualTo(before.state().vips());
    assertThat(desired.state().devices()).isEqualTo(before.state().devices());
    assertThat(desired.state().sysctls()).isEqualTo(before.state().sysctls());
    assertObstacle(desired, Reason.ADDRESS_MISSING, "192.0.2.21");
    assertObstacle(desired, Reason.ADDRESS_MISSING, "the VIP stays hidden on " + device);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.10,   192.0.2.21,   192.0.2.10/32,    front",
    "192.0.2.10,   192.0.2.21,   192.0.2.10/32,    back",
    "2001:db8::10, 2001:db8::21, 2001:db8::10/128, front"
  })
  @Row("vip-on-interface")
  void tellsOfAVipThatAnInterfaceGivesAway(String vip, String own, String left, String device) {
    Interface front = ethernet("front", "192.0.2.21/24", "2001:db8::21/64");
    NodeFacts facts =
        device.equals("front")
            ? node(ethernet("front", "192.0.2.21/24", "2001:db8::21/64", left))
            : node(front, ethernet(device, left));

    Desired desired = Planner.plan(realServer(hidden(vip, DR, own)), facts);

    assertThat(desired.state().vips()).as("held all the same").hasSize(1);
    assertObstacle(desired, Reason.NOT_HIDDEN, "ip addr del " + left + " dev " + device);
  }

  @Test
  void saysNothingOfAVipOfOursThatIsAboutToMove() {
    NodeFacts facts =
        node(ethernet("front", "192.0.2.21/24", "192.0.2.10/32"))
            .knowing(Set.of(vipOn("192.0.2.10", "front")));

    assertThat(Planner.plan(realServer(BY_DR), facts).obstacles()).isEmpty();
  }

  @Test
  void holdsNothingWhereTheVipIsTheNodesOwnAddress() {
    NodeFacts facts = node(ethernet("front", "192.0.2.10/24", "192.0.2.21/24"));

    Desired desired = Planner.plan(realServer(BY_DR), facts);

    assertThat(desired.state()).isEqualTo(KernelState.EMPTY);
    assertObstacle(desired, Reason.NOT_HIDDEN, "front");
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "2, true", "3, false", "4, false", "7, false", "8, true"})
  @Row("second-interface")
  void holdsNoVipThatASettingOfAllInterfacesGivesAway(int all, boolean hides) {
    NodeFacts facts = NodeSamples.withAll(new Conf(all, 0, 0, 1, false), NODE);

    Desired desired = Planner.plan(realServer(BY_DR), facts);

    if (hides) {
      assertThat(desired.state().vips()).hasSize(1);
      assertThat(desired.obstacles()).isEmpty();
    } else {
      assertThat(desired.state()).isEqualTo(KernelState.EMPTY);
      assertObstacle(desired, Reason.NOT_HIDDEN, "sysctl -w net.ipv4.conf.all.arp_ignore=1");
    }
  }
}
