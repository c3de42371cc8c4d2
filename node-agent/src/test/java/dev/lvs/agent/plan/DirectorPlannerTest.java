package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.DIRECTOR;
import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.WEB_1;
import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.director;
import static dev.lvs.agent.plan.PlanSamples.service;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.draft.Attribution;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.ConnectionSync;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.SchedulerFlag;
import dev.lvs.api.v1alpha1.Thresholds;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IPVS entries, sysctls and obstacles of a director, from its plan and the facts of its node. */
class DirectorPlannerTest {
  private static final PlannedService SERVICE6 =
      PlanSamples.service("2001:db8::10", destination("2001:db8:1::21", ForwardingMode.NAT));

  @Test
  void saysThatTheKernelHasNoIpvsAndTakesNothingAway() {
    NodePlanSpec plan = director(service(destination("198.51.100.21", ForwardingMode.DR)));

    Desired desired = Planner.plan(plan, NodeSamples.withoutIpvs(DIRECTOR));

    assertThat(desired.state()).isEqualTo(Planner.plan(plan, DIRECTOR).state());
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_IPVS);
              assertThat(obstacle.message()).contains("ip_vs");
            });
  }

  @ParameterizedTest
  @CsvSource({"21, NAT, true", "21, DR, false", "80, NAT, false"})
  void saysThatNatLosesTheDataOfFtpWithoutTheHelper(
      int port, ForwardingMode method, boolean loses) {
    NodePlanSpec plan = director(service("192.0.2.10", port, destination("198.51.100.21", method)));

    Desired desired = Planner.plan(plan, NodeSamples.without(KernelFeature.FTP_HELPER, DIRECTOR));

    assertThat(Planner.plan(plan, DIRECTOR).obstacles()).isEmpty();
    assertThat(desired.obstacles()).hasSize(loses ? 1 : 0);
    assertThat(desired.obstacles())
        .allSatisfy(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_FTP_HELPER);
              assertThat(obstacle.message()).contains("ip_vs_ftp");
            });
  }

  @Test
  @Row("prerequisites-told")
  void saysThatNobodyIsServedWhereIpvsIsWithoutSctp() {
    PlannedMark mark =
        new PlannedMark(
            VipPorts.parse("SCTP 192.0.2.10:3868-3870"),
            7,
            ResourceName.parse("VirtualService shop/range"));
    NodePlanSpec plan =
        new NodePlanSpec(
            "node-1",
            new DirectorPlan(
                List.of(sctp("SCTP 192.0.2.10:3868"), sctp("FWM 7")),
                List.of(),
                List.of(mark),
                List.of()),
            RealServerPlan.EMPTY);
    NodePlanSpec tcp = director(service(destination("198.51.100.21", ForwardingMode.DR)));

    Desired desired = Planner.plan(plan, NodeSamples.without(KernelFeature.SCTP, DIRECTOR));

    assertThat(Planner.needs(plan)).containsExactly(KernelFeature.SCTP);
    assertThat(Planner.needs(tcp)).isEmpty();
    assertThat(Planner.plan(plan, DIRECTOR).obstacles()).isEmpty();
    assertThat(Planner.plan(tcp, NodeSamples.without(KernelFeature.SCTP, DIRECTOR)).obstacles())
        .isEmpty();
    assertThat(desired.state().services()).hasSize(2);
    assertThat(desired.obstacles())
        .hasSize(2)
        .allSatisfy(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_SCTP);
              assertThat(obstacle.sources()).containsExactly(PlanSamples.WEB);
              assertThat(obstacle.message()).contains("CONFIG_IP_VS_PROTO_SCTP");
            });
  }

  @ParameterizedTest
  @CsvSource({"NAT, true", "DR, false", "TUN, false"})
  void forwardsOnlyWhereAnswersComeBack(ForwardingMode method, boolean forwards) {
    Desired desired =
        Planner.plan(director(service(destination("198.51.100.21", method))), DIRECTOR);

    assertThat(desired.state().sysctls().containsKey("net/ipv4/ip_forward")).isEqualTo(forwards);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.11, SCTP, DR, true",
    "192.0.2.11, SCTP, TUN, true",
    "192.0.2.11, SCTP, NAT, false",
    "192.0.2.11, TCP, DR, false",
    "192.0.2.10, SCTP, DR, false"
  })
  @Row("sctp-two-vips")
  void takesUpWhatBelongsToAnAssociationOfTwoVips(
      String vip, Protocol protocol, ForwardingMode method, boolean sloppy) {
    PlannedDestination server = destination("198.51.100.21", method);
    NodePlanSpec plan =
        director(
            PlanSamples.of(protocol, service("192.0.2.10", 5000, server)),
            PlanSamples.of(protocol, service(vip, vip.endsWith("10") ? 5001 : 5000, server)));

    assertThat(
            Planner.plan(plan, DIRECTOR).state().sysctls().containsKey("net/ipv4/vs/sloppy_sctp"))
        .isEqualTo(sloppy);
  }

  @Test
  void goesOnListeningToRoutersWhereItForwardsIpv6() {
    NodeFacts facts =
        node(
            NodeSamples.accepting(ethernet("front", "2001:db8::1/64"), 1, true),
            NodeSamples.accepting(ethernet("kept"), 2, false),
            NodeSamples.accepting(ethernet("quiet"), 1, false),
            NodeSamples.accepting(ethernet("managed"), 0, true));

    assertThat(Planner.plan(director(SERVICE6), facts).state().sysctls())
        .isEqualTo(
            Map.of(
                "net/ipv6/conf/all/forwarding", "1",
                "net/ipv6/conf/front/accept_ra", "2",
                "net/ipv6/conf/kept/accept_ra", "2"));
  }

  @Test
  void programsEverythingThatAServiceSays() {
    PlannedService service =
        new PlannedService(
            ServiceKey.parse("UDP 192.0.2.10:53"),
            Scheduler.MH,
            List.of(SchedulerFlag.MH_PORT),
            true,
            new PlannedPersistence(360, IpAddress.parse("255.255.255.0"), null, "sip"),
            List.of(
                new PlannedDestination(
                    IpAddress.parse("198.51.100.21"),
                    53,
                    ForwardingMode.TUN,
                    5,
                    new Thresholds(100, 50),
                    new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.REMCSUM),
                    null)),
            List.of(),
            List.of(),
            true,
            null,
            WEB);
    ServiceKey key = new ServiceKey.AddressKey(Protocol.UDP, IpAddress.parse("192.0.2.10"), 53);

    Desired desired = Planner.plan(director(service), DIRECTOR);

    VirtualServer server = requireNonNull(desired.state().services().get(key));
    assertThat(server.settings())
        .isEqualTo(
            new ServiceSettings(
                "mh",
                Set.of(ServiceFlag.PERSISTENT, ServiceFlag.ONE_PACKET, ServiceFlag.SCHED_2),
                360,
                0xffffff00,
                "sip"));
    assertThat(server.destinations())
        .containsExactly(
            Map.entry(
                new DestinationKey(IpAddress.parse("198.51.100.21"), 53),
                new DestinationSettings(
                    new ForwardingMethod.Tunnel(TunnelType.GUE, 6080, TunnelChecksum.REMCSUM),
                    5,
                    100,
                    50)));
    assertThat(desired.adopted()).containsExactly(key);
  }

  @Test
  void programsAFirewallMark() {
    PlannedService service =
        new PlannedService(
            ServiceKey.parse("FWM 4294967295 IPv6"),
            Scheduler.RR,
            List.of(),
            false,
            new PlannedPersistence(300, null, 64, null),
            List.of(),
            List.of(),
            List.of(),
            false,
            null,
            WEB);
    ServiceKey key = new ServiceKey.MarkKey(AddressFamily.IPV6, 4294967295L);

    Desired desired = Planner.plan(director(service), DIRECTOR);

    assertThat(desired.state().services())
        .containsExactly(
            Map.entry(
                key,
                new VirtualServer(
                    key,
                    new ServiceSettings("rr", Set.of(ServiceFlag.PERSISTENT), 300, 64, ""),
                    Map.of())));
  }

  @Test
  void tellsWhichResourceAChangeIsFor() {
    Desired desired =
        Planner.plan(
            new NodePlanSpec(
                "node-1",
                PlanSamples.directorPlan(
                    List.of(service(destination("198.51.100.21", ForwardingMode.NAT))),
                    vip("192.0.2.10", null)),
                RealServerPlan.EMPTY),
            DIRECTOR);
    VirtualServer server = desired.state().services().values().iterator().next();
    Vip vip = desired.state().vips().getFirst();
    Attribution attribution = desired.attribution();

    assertThat(attribution.of(new AddService(server.key(), server.settings())))
        .containsExactly(WEB);
    server
        .destinations()
        .forEach(
            (key, settings) ->
                assertThat(attribution.of(new AddDestination(server.key(), key, settings)))
                    .containsExactly(WEB, WEB_1));
    assertThat(attribution.of(new AddVip(vip))).containsExactly(WEB);
    assertThat(attribution.of(new SetSysctl("net/ipv4/ip_forward", "1", "0"))).containsExactly(WEB);
    assertThat(attribution.of(new DeleteVip(new Vip(IpAddress.parse("192.0.2.11"), "front"))))
        .as("what nobody wants any more")
        .isEmpty();
  }

  @Test
  void refusesAPlanThatNoOperatorMakes() {
    ConnectionSync sync = new ConnectionSync("front", 1, "192.0.2.256", null, null, null);
    NodePlanSpec plan =
        new NodePlanSpec(
            "node-1",
            new DirectorPlan(
                List.of(),
                List.of(),
                List.of(),
                List.of(new DirectorSettings(null, sync, Map.of(), WEB))),
            RealServerPlan.EMPTY);

    assertThatThrownBy(() -> Planner.plan(plan, DIRECTOR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("192.0.2.256");
  }

  private static PlannedService sctp(String key) {
    return new PlannedService(
        ServiceKey.parse(key),
        Scheduler.RR,
        List.of(),
        false,
        null,
        List.of(),
        List.of(),
        List.of(),
        false,
        null,
        PlanSamples.WEB);
  }
}
