package dev.lvs.agent.plan.fullnat;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.NodeSamples.withoutDefaultRoute;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.director;
import static dev.lvs.agent.plan.PlanSamples.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.plan.NodeSamples;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class FullNatTest {
  private static final ResourceName EDGE = ResourceName.parse("DirectorGroup edge");

  private static final NodeFacts NODE = node(ethernet("front", "192.0.2.1/24"));
  private static final String CONNTRACK = "net/ipv4/vs/conntrack";
  private static final PlannedService REWRITTEN =
      service("192.0.2.10", 80, destination("192.0.2.21", ForwardingMode.FULLNAT));
  private static final PlannedService DIRECT =
      service("192.0.2.11", 443, destination("192.0.2.21", ForwardingMode.DR));

  @Test
  void isNatWithConntrackAndTheDirectorsSource() {
    Desired desired = Planner.plan(director(REWRITTEN), NODE);

    assertThat(desired.state().services().values())
        .flatExtracting(server -> server.destinations().values())
        .singleElement()
        .satisfies(
            settings -> assertThat(settings.method()).isEqualTo(new ForwardingMethod.Masquerade()));
    assertThat(desired.state().sysctls())
        .isEqualTo(Map.of(CONNTRACK, "1", "net/ipv4/ip_forward", "1"));
    assertThat(desired.state().rules().sources())
        .isEqualTo(Map.of(ports("192.0.2.10", 80), new SourceAddresses.Masquerade()));
    assertThat(desired.attribution().of(new ReplaceTable(desired.state().rules())))
        .containsExactly(WEB);
    assertThat(desired.obstacles()).isEmpty();
  }

  @Test
  @Row("conntrack-not-forced")
  void hasConntrackTakeWhatAnswersPastTheDirectorForNew() {
    Desired both = Planner.plan(director(REWRITTEN, DIRECT), NODE);
    Desired alone = Planner.plan(director(DIRECT), NODE);

    assertThat(both.state().rules().oneWay()).isEqualTo(Set.of(ports("192.0.2.11", 443)));
    assertThat(both.state().rules().untracked()).isEmpty();
    assertThat(alone.state().rules()).isEqualTo(PacketRules.NONE);
    assertThat(alone.state().sysctls()).isEmpty();
  }

  @Test
  void keepsItFromBeingTrackedWhereConntrackHasNoZones() {
    Desired desired =
        Planner.plan(
            director(REWRITTEN, DIRECT), NodeSamples.without(KernelFeature.CONNTRACK_ZONES, NODE));

    assertThat(desired.state().rules().untracked()).isEqualTo(Set.of(ports("192.0.2.11", 443)));
    assertThat(desired.state().rules().oneWay()).isEmpty();
  }

  @Test
  void winsOverAGroupThatSwitchesConntrackOff() {
    DirectorSettings off = new DirectorSettings(null, null, Map.of("conntrack", "0"), EDGE);

    Desired desired =
        Planner.plan(
            new NodePlanSpec(
                "node-1",
                new DirectorPlan(List.of(REWRITTEN), List.of(), List.of(), List.of(off)),
                RealServerPlan.EMPTY),
            NODE);

    assertThat(desired.state().sysctls()).containsEntry(CONNTRACK, "1");
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.CONTRADICTING_SETTINGS);
              assertThat(obstacle.sources()).containsExactly(EDGE);
              assertThat(obstacle.message()).contains(WEB.toString(), "ipvsSysctls");
            });
  }

  @Test
  void holdsLocalAddressesWhereTheyLeadTo() {
    NodeFacts node = node(ethernet("front", "192.0.2.1/24"), ethernet("back", "198.51.100.1/24"));
    PlannedService service = rewritten(null, "198.51.100.60", "198.51.100.61", "198.51.100.1");

    Desired desired = Planner.plan(director(service), node);

    // the last is the node's own, and held without our doing
    assertThat(desired.state().vips())
        .containsExactly(
            new Vip(ip("198.51.100.60"), "back"), new Vip(ip("198.51.100.61"), "back"));
    assertThat(desired.state().rules().sources())
        .isEqualTo(
            Map.of(
                ports("192.0.2.10", 80),
                local(false, "198.51.100.1", "198.51.100.60", "198.51.100.61")));
    assertThat(desired.attribution().of(new AddVip(new Vip(ip("198.51.100.60"), "back"))))
        .containsExactly(WEB);
    assertThat(desired.rewritten())
        .singleElement()
        .satisfies(one -> assertThat(one.addresses()).isEqualTo(3));
  }

  @Test
  void keepsTheConnectionsOfPersistentClientsTogether() {
    PlannedService service =
        rewritten(new PlannedPersistence(300, null, null, null), "192.0.2.60", "192.0.2.61");

    assertThat(Planner.plan(director(service), NODE).state().rules().sources())
        .isEqualTo(Map.of(ports("192.0.2.10", 80), local(true, "192.0.2.60", "192.0.2.61")));
  }

  @Test
  void saysThatNoInterfaceLeadsToALocalAddress() {
    Desired desired =
        Planner.plan(director(rewritten(null, "203.0.113.60")), withoutDefaultRoute(NODE));

    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_INTERFACE);
              assertThat(obstacle.wanted()).isEqualTo("hold local address 203.0.113.60");
            });
    assertThat(desired.state().rules().sources())
        .isEqualTo(Map.of(ports("192.0.2.10", 80), new SourceAddresses.Masquerade()));
  }

  @Test
  void rewritesEveryPortButThoseOfOthers() {
    PlannedService all =
        service("192.0.2.10", 0, destination("192.0.2.21", ForwardingMode.FULLNAT));
    PlannedService direct =
        service("192.0.2.10", 443, destination("192.0.2.21", ForwardingMode.DR));

    PacketRules rules = Planner.plan(director(all, direct), NODE).state().rules();

    assertThat(rules.sources().keySet())
        .containsExactly(ports("192.0.2.10", 0, 442), ports("192.0.2.10", 444, 65_535));
    assertThat(rules.oneWay()).containsExactly(ports("192.0.2.10", 443));
  }

  @Test
  void rewritesTheDataConnectionsOfFtp() {
    PlannedService ftp =
        service("192.0.2.10", 21, destination("192.0.2.21", ForwardingMode.FULLNAT));
    PlannedService other =
        service("192.0.2.10", 8080, destination("192.0.2.21", ForwardingMode.FULLNAT));

    assertThat(Planner.plan(director(ftp, other), NODE).state().rules().sources().keySet())
        .containsExactly(
            ports("192.0.2.10", 21),
            ports("192.0.2.10", 1024, 8079),
            ports("192.0.2.10", 8080),
            ports("192.0.2.10", 8081, 65_535));
  }

  @Test
  void rewritesByVipWhatUsersMark() {
    PlannedService marked = markedByUsers("192.0.2.10");
    PlannedService http = service("192.0.2.10", 80, destination("192.0.2.21", ForwardingMode.NAT));

    assertThat(Planner.plan(director(marked, http), NODE).state().rules().sources().keySet())
        .contains(
            ports("192.0.2.10", 0, 79),
            ports("192.0.2.10", 81, 65_535),
            new VipPorts(ip("192.0.2.10"), Protocol.UDP, 0, 65_535),
            new VipPorts(ip("192.0.2.10"), Protocol.SCTP, 0, 65_535))
        .hasSize(4);
  }

  @Test
  void rewritesNoSourceToAGateway() {
    Desired desired =
        Planner.plan(
            director(rewritten(null, "192.0.2.254", "192.0.2.64")),
            NodeSamples.withNextHops(NODE, "192.0.2.254"));

    assertThat(desired.state().rules().sources().values()).containsOnly(local(false, "192.0.2.64"));
    assertThat(desired.obstacles())
        .extracting(Obstacle::reason)
        .containsExactly(Obstacle.Reason.VIP_IS_GATEWAY);
  }

  /** FULLNAT of what users mark. */
  public static PlannedService markedByUsers(String vip) {
    return new PlannedService(
        ServiceKey.parse("FWM 17"),
        Scheduler.RR,
        List.of(),
        false,
        null,
        List.of(destination("192.0.2.21", ForwardingMode.FULLNAT)),
        List.of(),
        List.of(IpAddress.parse(vip)),
        false,
        null,
        WEB);
  }

  private static PlannedService rewritten(
      @Nullable PlannedPersistence persistence, String... localAddresses) {
    return new PlannedService(
        ServiceKey.parse("TCP 192.0.2.10:80"),
        Scheduler.RR,
        List.of(),
        false,
        persistence,
        List.of(destination("192.0.2.21", ForwardingMode.FULLNAT)),
        Stream.of(localAddresses).map(IpAddress::parse).toList(),
        List.of(),
        false,
        null,
        WEB);
  }

  private static SourceAddresses local(boolean byClient, String... addresses) {
    return SourceAddresses.Local.of(
        List.of(addresses).stream().map(IpAddress::parse).toList(), byClient);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  private static VipPorts ports(String vip, int first, int last) {
    return new VipPorts(IpAddress.parse(vip), Protocol.TCP, first, last);
  }

  private static VipPorts ports(String vip, int port) {
    return new VipPorts(IpAddress.parse(vip), Protocol.TCP, port, port);
  }
}
