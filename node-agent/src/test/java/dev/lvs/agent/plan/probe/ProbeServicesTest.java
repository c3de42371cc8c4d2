package dev.lvs.agent.plan.probe;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.filtering;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.service;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.ProbeWay;
import dev.lvs.agent.model.ProbeWay.Forwarded;
import dev.lvs.agent.model.ProbeWays.Request;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.CheckSamples;
import dev.lvs.agent.plan.PlanSamples;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.OnMassFailure;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class ProbeServicesTest {
  private static final NodeFacts NODE =
      node(ethernet("eth0", "192.0.2.1/24"), ethernet("eth1", "198.51.100.1/24"));
  private static final String ACCEPT_LOCAL = "net/ipv4/conf/eth0/accept_local";

  @Test
  void aRealServerHasAnEntryOfItsOwnByWhichItIsProbed() {
    Desired desired = planned(NODE, service(destination("192.0.2.21", ForwardingMode.DR)), null);

    Forwarded way = way(desired, "192.0.2.21", 80);
    assertThat(way.vip()).hasToString("192.0.2.10");
    assertThat(way.port()).isEqualTo(80);
    assertThat(way.source()).hasToString("192.0.2.1");
    assertThat(way.answersFromVip()).isTrue();
    assertThat(ProbeMarks.contain(way.service())).isTrue();
    assertThat(desired.state().services().get(way.service()))
        .isNotNull()
        .extracting(VirtualServer::destinations)
        .isEqualTo(
            Map.of(
                new DestinationKey(IpAddress.parse("192.0.2.21"), 0),
                new DestinationSettings(new ForwardingMethod.DirectRouting(), 1, 0, 0)));
    assertThat(desired.attribution().ofSubject(way.service())).containsExactly(WEB);
  }

  @Test
  void anEntryStaysTheSameWhateverElseIsPlanned() {
    PlannedDestination one = destination("192.0.2.21", ForwardingMode.DR);
    PlannedDestination other = destination("192.0.2.20", ForwardingMode.DR);

    Desired alone = planned(NODE, service(one), null);
    Desired together = planned(NODE, service(other, one), null);

    assertThat(way(together, "192.0.2.21", 80)).isEqualTo(way(alone, "192.0.2.21", 80));
    assertThat(way(together, "192.0.2.20", 80).service())
        .isNotEqualTo(way(together, "192.0.2.21", 80).service());
  }

  @Test
  void natMapsToThePortThatIsAskedAndComesFromTheVipsNetwork() {
    PlannedService nat = service(destination("198.51.100.21", ForwardingMode.NAT));

    Desired desired = planned(NODE, nat, 8081);

    Forwarded way = way(desired, "198.51.100.21", 80);
    assertThat(way.port()).isEqualTo(80);
    assertThat(way.source()).hasToString("192.0.2.1");
    assertThat(way.answersFromVip()).isFalse();
    assertThat(desired.state().services().get(way.service()))
        .isNotNull()
        .extracting(VirtualServer::destinations)
        .asString()
        .contains("198.51.100.21", "8081");
    assertThat(desired.state().sysctls()).doesNotContainKey(ACCEPT_LOCAL);
  }

  @Test
  void drAsksThePortItself() {
    PlannedService dr = service(destination("192.0.2.21", ForwardingMode.DR));

    assertThat(way(planned(NODE, dr, 8081), "192.0.2.21", 80).port()).isEqualTo(8081);
  }

  @Test
  void answersFromTheVipAreLetInWhereTheyComeIn() {
    NodeFacts strict =
        node(
            filtering(1, ethernet("eth0", "192.0.2.1/24")),
            filtering(1, ethernet("eth1", "198.51.100.1/24")));

    Desired desired =
        planned(strict, service(destination("198.51.100.21", ForwardingMode.DR)), null);

    assertThat(desired.state().sysctls())
        .containsEntry("net/ipv4/conf/eth1/accept_local", "1")
        .containsEntry("net/ipv4/conf/eth1/rp_filter", "2")
        .doesNotContainKey("net/ipv4/conf/eth0/rp_filter");
    assertThat(way(desired, "198.51.100.21", 80).source()).hasToString("198.51.100.1");
  }

  @Test
  void neighboursAreAskedForAVipThatThisNodeHolds() {
    PlannedService dr = forwarded(service(destination("192.0.2.21", ForwardingMode.DR)));
    NodePlanSpec plan =
        new NodePlanSpec(
            "node-1",
            PlanSamples.directorPlan(List.of(dr), vip("192.0.2.10", null)),
            RealServerPlan.EMPTY);
    Inputs elsewhere = new Inputs(Health.NONE, Holding.only(Set.of()), DrainOrders.NONE);

    assertThat(Planner.plan(plan, NODE).ways().asked())
        .containsOnlyKeys(IpAddress.parse("192.0.2.10"));
    assertThat(
            Planner.plan(
                    plan, new Situation(NODE, elsewhere, Drains.NONE, Counters.NONE, Instant.EPOCH))
                .ways()
                .asked())
        .isEmpty();
  }

  @Test
  void aRangeIsAskedAtItsFirstPort() {
    VipPorts ports = VipPorts.parse("TCP 192.0.2.10:8000-8010");
    MarkKey key = new MarkKey(AddressFamily.IPV4, 0x1001);
    PlannedService range =
        withKey(key, service(destination("192.0.2.21", ForwardingMode.DR)), forwarding(null));
    DirectorPlan plan =
        new DirectorPlan(
            List.of(range),
            List.of(vip("192.0.2.10", null)),
            List.of(new PlannedMark(ports, 0x1001, WEB)),
            List.of());

    Desired desired = Planner.plan(new NodePlanSpec("node-1", plan, RealServerPlan.EMPTY), NODE);

    assertThat(way(desired, key, "192.0.2.21", 80).port()).isEqualTo(8000);
  }

  @Test
  void eachVipOfAMarkIsAskedByTheSameEntry() {
    MarkKey key = new MarkKey(AddressFamily.IPV4, 17);
    PlannedService several =
        withKey(key, service(destination("192.0.2.21", ForwardingMode.DR)), forwarding(80));
    DirectorPlan plan =
        PlanSamples.directorPlan(
            List.of(several),
            vip("192.0.2.10", null),
            vip("192.0.2.11", null),
            vip("2001:db8::10", null));

    Desired desired = Planner.plan(new NodePlanSpec("node-1", plan, RealServerPlan.EMPTY), NODE);

    List<Forwarded> ways = ways(desired, key, "192.0.2.21", 80);
    assertThat(ways)
        .extracting(way -> way.vip() + " " + way.port())
        .containsExactly("192.0.2.10 80", "192.0.2.11 80");
    assertThat(ways).extracting(Forwarded::service).containsOnly(ways.getFirst().service());
    assertThat(desired.state().services()).containsOnlyKeys(key, ways.getFirst().service());
    assertThat(desired.ways().asked())
        .containsOnlyKeys(IpAddress.parse("192.0.2.10"), IpAddress.parse("192.0.2.11"));
  }

  @Test
  void eachVipOfRangesThatShareAMarkIsAskedAtItsFirstPort() {
    MarkKey key = new MarkKey(AddressFamily.IPV4, 0x1001);
    PlannedService ranges =
        withKey(key, service(destination("192.0.2.21", ForwardingMode.DR)), forwarding(null));
    DirectorPlan plan =
        new DirectorPlan(
            List.of(ranges),
            List.of(vip("192.0.2.10", null), vip("192.0.2.11", null)),
            Stream.of("192.0.2.10:8000-8010", "192.0.2.10:9000-9010", "192.0.2.11:443")
                .map(ports -> new PlannedMark(VipPorts.parse("TCP " + ports), 0x1001, WEB))
                .toList(),
            List.of());

    Desired desired = Planner.plan(new NodePlanSpec("node-1", plan, RealServerPlan.EMPTY), NODE);

    assertThat(ways(desired, key, "192.0.2.21", 80))
        .extracting(way -> way.vip() + " " + way.port())
        .containsExactly("192.0.2.10 8000", "192.0.2.11 443");
  }

  @Test
  void eachCheckOfARealServerHasAWayToThePortThatItAsks() {
    PlannedService nat = service(destination("198.51.100.21", ForwardingMode.NAT));
    PlannedHealth health =
        new PlannedHealth(
            forwarding(null),
            List.of(CheckSamples.check("tcp: {}, port: 22"), forwarding(8081), forwarding(8081)),
            List.of(),
            OnFailure.QUIESCE,
            null,
            null,
            null,
            OnMassFailure.FOLLOW);
    PlannedService checked =
        PlanSamples.like(nat, nat.key(), nat.persistence(), nat.source(), health);
    DirectorPlan plan = PlanSamples.directorPlan(List.of(checked), vip("192.0.2.10", null));

    Desired desired = Planner.plan(new NodePlanSpec("node-1", plan, RealServerPlan.EMPTY), NODE);

    assertThat(desired.ways().byService().get(nat.key()))
        .isNotNull()
        .hasSize(2)
        .allSatisfy((_, ways) -> assertThat(ways).hasSize(1));
    assertThat(List.of(target(desired, null), target(desired, 8081)))
        .isEqualTo(List.of("198.51.100.21:80", "198.51.100.21:8081"));
  }

  /** Where probes of a check of 198.51.100.21 are sent. */
  private static String target(Desired desired, @Nullable Integer port) {
    Request request =
        Request.of(new DestinationKey(IpAddress.parse("198.51.100.21"), 80), port, null);
    Forwarded way = (Forwarded) desired.ways().to(service().key(), request).getFirst();
    return requireNonNull(desired.state().services().get(way.service()))
        .destinations()
        .keySet()
        .iterator()
        .next()
        .toString();
  }

  @Test
  void saysWhatIsInTheWay() {
    PlannedService dr = service(destination("192.0.2.21", ForwardingMode.DR));
    PlannedService every = withKey(ServiceKey.parse("TCP 192.0.2.10:0"), dr, forwarding(null));
    PlannedService marked = withKey(ServiceKey.parse("FWM 17"), dr, forwarding(80));
    PlannedService six = withKey(ServiceKey.parse("TCP [2001:db8::10]:80"), dr, forwarding(null));

    assertThat(reason(every)).isEqualTo("no port is known to ask; name it in healthCheck.port");
    assertThat(reason(marked)).isEqualTo("its firewall mark is not for a VIP that could be asked");
    assertThat(reason(six))
        .isEqualTo("this node has no IPv6 address to probe VIP 2001:db8::10 from");
  }

  @Test
  void nothingIsPlannedForProbesThatGoStraight() {
    PlannedService direct =
        withKey(
            service().key(),
            service(destination("192.0.2.21", ForwardingMode.DR)),
            CheckSamples.TCP);

    Desired desired =
        Planner.plan(
            new NodePlanSpec(
                "node-1",
                PlanSamples.directorPlan(List.of(direct), vip("192.0.2.10", null)),
                RealServerPlan.EMPTY),
            NODE);

    assertThat(desired.state().services()).containsOnlyKeys(direct.key());
    assertThat(desired.state().sysctls()).doesNotContainKey(ACCEPT_LOCAL);
  }

  /** The same service with probes that go as clients' packets do. */
  public static PlannedService forwarded(PlannedService service) {
    return withKey(service.key(), service, forwarding(null));
  }

  private static String reason(PlannedService service) {
    DirectorPlan plan = PlanSamples.directorPlan(List.of(service));
    Desired desired = Planner.plan(new NodePlanSpec("node-1", plan, RealServerPlan.EMPTY), NODE);
    return requireNonNull(desired.ways().byService().get(service.key())).values().stream()
        .flatMap(List::stream)
        .map(ProbeWay.None.class::cast)
        .map(ProbeWay.None::reason)
        .findFirst()
        .orElseThrow();
  }

  private static Desired planned(NodeFacts node, PlannedService service, @Nullable Integer port) {
    PlannedService checked = withKey(service.key(), service, forwarding(port));
    DirectorPlan plan = PlanSamples.directorPlan(List.of(checked), vip("192.0.2.10", null));
    return Planner.plan(new NodePlanSpec("node-1", plan, RealServerPlan.EMPTY), node);
  }

  private static Forwarded way(Desired desired, String server, int port) {
    return way(desired, service().key(), server, port);
  }

  private static Forwarded way(Desired desired, ServiceKey key, String server, int port) {
    assertThat(ways(desired, key, server, port)).hasSize(1);
    return ways(desired, key, server, port).getFirst();
  }

  private static List<Forwarded> ways(Desired desired, ServiceKey key, String server, int port) {
    DestinationKey destination = new DestinationKey(IpAddress.parse(server), port);
    return requireNonNull(desired.ways().byService().get(key)).entrySet().stream()
        .filter(entry -> entry.getKey().destination().equals(destination))
        .flatMap(entry -> entry.getValue().stream())
        .map(Forwarded.class::cast)
        .toList();
  }

  private static PlannedService withKey(ServiceKey key, PlannedService one, HealthCheck check) {
    return PlanSamples.like(
        one,
        key,
        one.persistence(),
        one.source(),
        new PlannedHealth(check, List.of(), OnFailure.QUIESCE));
  }

  private static HealthCheck forwarding(@Nullable Integer port) {
    return CheckSamples.check("tcp: {}, through: forwarding, port: " + port);
  }
}
