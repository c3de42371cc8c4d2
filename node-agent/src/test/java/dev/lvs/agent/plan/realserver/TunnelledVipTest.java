package dev.lvs.agent.plan.realserver;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.WEB;
import static dev.lvs.agent.plan.PlanSamples.hidden;
import static dev.lvs.agent.plan.PlanSamples.realServer;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static dev.lvs.agent.plan.realserver.HidingNode.BY_DR;
import static dev.lvs.agent.plan.realserver.HidingNode.BY_TUN;
import static dev.lvs.agent.plan.realserver.HidingNode.NODE;
import static dev.lvs.agent.plan.realserver.HidingNode.assertObstacle;
import static dev.lvs.agent.plan.realserver.HidingNode.hiding;
import static dev.lvs.agent.plan.realserver.HidingNode.vipOn;
import static dev.lvs.api.v1alpha1.ForwardingMode.DR;
import static dev.lvs.api.v1alpha1.ForwardingMode.TUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.nft.TableChange.DeleteTable;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.plan.NodeSamples;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tunnel devices and segment sizes of a real server whose directors tunnel to it. */
class TunnelledVipTest {
  @Test
  void holdsAVipOnATunnelDeviceThatTakesPacketsFromAnywhere() {
    Desired desired = Planner.plan(realServer(BY_TUN), NODE);

    TunnelDevice device =
        new TunnelDevice("lvsi-c0000215", TunnelKind.IPIP, IpAddress.parse("192.0.2.21"));
    assertThat(desired.state().devices()).containsExactly(device);
    assertThat(desired.state().vips()).containsExactly(vipOn("203.0.113.10", "lvsi-c0000215"));
    assertThat(desired.state().sysctls())
        .containsAllEntriesOf(hiding("front"))
        .containsEntry("net/ipv4/conf/lvsi-c0000215/rp_filter", "2")
        .hasSize(5);
    assertThat(desired.attribution().of(new AddDevice(device))).containsExactly(WEB);
  }

  @Test
  void needsOneTunnelDeviceForAllVipsOfOneRealServer() {
    HiddenVip other = hidden("203.0.113.11", TUN, "192.0.2.21");

    KernelState state = Planner.plan(realServer(BY_TUN, other), NODE).state();

    assertThat(state.devices()).hasSize(1);
    assertThat(state.vips()).extracting(Vip::device).containsOnly("lvsi-c0000215");
  }

  @Test
  void namesTunnelDevicesOfIpv6WithinFifteenBytes() {
    NodeFacts facts = node(ethernet("front", "2001:db8::21/64"));
    HiddenVip six = hidden("2001:db8:1::10", TUN, "2001:db8::21");

    KernelState state = Planner.plan(realServer(six), facts).state();

    assertThat(state.vips().getFirst().device()).matches("lvst-[0-9a-f]{8}");
    assertThat(state.sysctls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # VIP,        real server,   tunnel,        what unwraps
          203.0.113.10, 192.0.2.21,    ipip,          lvsi-c0000215 IPIP
          2001:db8::10, 192.0.2.21,    ipip,          lvss-c0000215 SIT
          203.0.113.10, 2001:db8::21,  ipip,          lvst-e020a969 IP6TNL
          2001:db8::10, 2001:db8::21,  ipip,          lvst-e020a969 IP6TNL
          203.0.113.10, 192.0.2.21,    gue 6080,      IPv4 GUE port 6080 + lvsi-c0000215 IPIP
          2001:db8::10, 2001:db8::21,  gue 6080,      IPv6 GUE port 6080 + lvst-e020a969 IP6TNL
          203.0.113.10, 192.0.2.21,    gue 6080 csum, IPv4 GUE port 6080 + lvsi-c0000215 IPIP
          203.0.113.10, 192.0.2.21,    gre,           lvsg-c0000215 GRE
          203.0.113.10, 192.0.2.21,    gre csum,      lvsgc-c0000215 GRE icsum
          2001:db8::10, 2001:db8::21,  gre csum,      lvshc-e020a969 IP6GRE icsum
          """)
  void unwrapsWhatDirectorsSend(String vip, String own, String tunnel, String unwrappers) {
    NodeFacts facts = node(ethernet("front", "192.0.2.21/24", "2001:db8::21/64"));

    Desired desired = Planner.plan(realServer(tunnelled(vip, own, tunnel)), facts);

    assertThat(desired.obstacles()).isEmpty();
    assertThat(desired.state().devices().stream().map(TunnelledVipTest::text))
        .containsExactly(unwrappers.split(" \\+ ", -1));
    assertThat(desired.state().vips())
        .singleElement()
        .satisfies(held -> assertThat(unwrappers).contains(held.device() + " "));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # VIP,        real server,   tunnel,           MTU,  segments
          203.0.113.10, 192.0.2.21,    ipip,             1500, 1440
          2001:db8::10, 192.0.2.21,    ipip,             1500, 1420
          203.0.113.10, 2001:db8::21,  ipip,             1500, 1420
          2001:db8::10, 2001:db8::21,  ipip,             1500, 1400
          203.0.113.10, 192.0.2.21,    ipip,             9000, 8940
          203.0.113.10, 192.0.2.21,    ipip,             1450, 1390
          203.0.113.10, 192.0.2.21,    ipip,               68,   88
          203.0.113.10, 192.0.2.21,    gue 6080,         1500, 1428
          203.0.113.10, 192.0.2.21,    gue 6080 csum,    1500, 1428
          203.0.113.10, 192.0.2.21,    gue 6080 remcsum, 1500, 1420
          2001:db8::10, 2001:db8::21,  gue 6080 remcsum, 1500, 1380
          203.0.113.10, 192.0.2.21,    gre,              1500, 1436
          203.0.113.10, 192.0.2.21,    gre csum,         1500, 1432
          2001:db8::10, 192.0.2.21,    gre csum,         1500, 1412
          2001:db8::10, 2001:db8::21,  gre,              1500, 1396
          """)
  @Row("tunnel-mss-clamped")
  void hasClientsSendSegmentsThatFitTheTunnel(
      String vip, String own, String tunnel, long mtu, int segments) {
    NodeFacts facts =
        node(NodeSamples.withMtu(mtu, ethernet("front", "192.0.2.21/24", "2001:db8::21/64")));

    Desired desired = Planner.plan(realServer(tunnelled(vip, own, tunnel)), facts);

    assertThat(desired.state().rules().segmentSizes())
        .isEqualTo(Map.of(allOf(vip), segments))
        .isEqualTo(
            Planner.plan(
                    realServer(
                        tunnelled(vip, own, tunnel), hidden("203.0.113.99", DR, "192.0.2.21")),
                    facts)
                .state()
                .rules()
                .segmentSizes());
    assertThat(desired.attribution().of(new DeleteTable())).containsExactly(WEB);
  }

  @Test
  @Row("tunnel-mss-clamped")
  void goesByTheNarrowestOfTheInterfacesThatATunnelMayComeInBy() {
    Interface uplink = NodeSamples.withMtu(1400, ethernet("uplink", "198.51.100.21/24"));
    Interface front = ethernet("front", "192.0.2.21/24");
    HiddenVip routed = hidden("203.0.113.10", TUN, "192.0.2.99");
    Interface loopback =
        new Interface("dummy0", 3, false, front.addresses(), Conf.USUAL, false, 65536);

    assertThat(segments(BY_TUN, node(uplink, front))).isEqualTo(1440);
    assertThat(segments(BY_TUN, node(uplink, loopback)))
        .as("behind the default route")
        .isEqualTo(1340);
    assertThat(Planner.plan(realServer(routed), node(uplink, front)).state().rules().segmentSizes())
        .as("no tunnel, no limit")
        .isEmpty();
  }

  @Test
  @Row("tunnel-mss-clamped")
  void takesTheSmallerOfTwoTunnelsForOneVip() {
    NodeFacts facts = node(ethernet("front", "192.0.2.21/24", "192.0.2.22/24"));

    Desired desired =
        Planner.plan(
            realServer(
                tunnelled("203.0.113.10", "192.0.2.22", "gue 6080"),
                tunnelled("203.0.113.10", "192.0.2.21", "ipip")),
            facts);

    assertThat(desired.state().rules().segmentSizes())
        .isEqualTo(Map.of(allOf("203.0.113.10"), 1428));
  }

  @Test
  @Row({"tunnel-mss-clamped", "prerequisites-told"})
  void servesAllTheSameWhereTheKernelCannotLowerTheSizeOfSegments() {
    KernelState whole = Planner.plan(realServer(BY_TUN), NODE).state();

    Desired desired =
        Planner.plan(realServer(BY_TUN), NodeSamples.without(KernelFeature.PACKET_RULES, NODE));

    assertThat(Planner.needs(realServer(BY_TUN))).containsExactly(KernelFeature.PACKET_RULES);
    assertThat(Planner.needs(realServer(BY_DR))).isEmpty();
    assertThat(desired.state()).isEqualTo(whole.with(PacketRules.NONE));
    assertObstacle(desired, Reason.NO_PACKET_RULES, "nf_tables");
    assertObstacle(desired, Reason.NO_PACKET_RULES, "advmss 1440");
  }

  @Test
  void cannotTakeGreWithAndWithoutChecksumAtOneAddress() {
    Desired desired =
        Planner.plan(
            realServer(
                tunnelled("203.0.113.10", "192.0.2.21", "gre"),
                tunnelled("203.0.113.11", "192.0.2.21", "gre csum")),
            NODE);

    assertThat(desired.state().vips()).containsExactly(vipOn("203.0.113.10", "lvsg-c0000215"));
    assertObstacle(desired, Reason.CONTRADICTING_CHECKSUMS, "checksum");
  }

  private static int segments(HiddenVip vip, NodeFacts facts) {
    return Planner.plan(realServer(vip), facts).state().rules().segmentSizes().values().stream()
        .findFirst()
        .orElseThrow();
  }

  private static VipPorts allOf(String vip) {
    return new VipPorts(IpAddress.parse(vip), Protocol.TCP, 0, 65535);
  }

  private static HiddenVip tunnelled(String vip, String own, String text) {
    String[] words = text.split(" ", -1);
    return new HiddenVip(
        IpAddress.parse(vip),
        TUN,
        IpAddress.parse(own),
        new Tunnel(
            TunnelType.valueOf(words[0].toUpperCase(Locale.ROOT)),
            text.contains("6080") ? 6080 : null,
            words[words.length - 1].endsWith("csum")
                ? TunnelChecksum.valueOf(words[words.length - 1].toUpperCase(Locale.ROOT))
                : TunnelChecksum.NONE),
        List.of(WEB));
  }

  private static String text(OwnDevice end) {
    return switch (end) {
      case GuePort _, DummyDevice _ -> end.title();
      case TunnelDevice device ->
          device.name() + " " + device.kind() + (device.checksum() ? " icsum" : "");
    };
  }
}
