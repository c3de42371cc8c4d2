package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.Flow;
import dev.lvs.agent.model.Flow.Direction;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract of every kernel, fake and real, for the connections of conntrack. */
interface FlowContract {
  IpAddress ASKED = ip("192.0.2.10");
  DestinationKey SERVER = new DestinationKey(ip("198.51.100.21"), 53);
  DestinationKey OTHER = new DestinationKey(ip("198.51.100.22"), 53);

  /** TCP_CONNTRACK_* of nf_conntrack_tcp.h. */
  int ESTABLISHED = 3;

  int CLOSE_WAIT = 5;
  int TIME_WAIT = 7;
  int CLOSE = 8;

  /** The node of this test. */
  TestNode node();

  /** A socket of NETLINK_NETFILTER of its own. */
  Transport netfilter();

  @Test
  default void listsConnectionsByFamily() {
    track(Protocol.UDP, "203.0.113.7", "192.0.2.10", SERVER.address(), "198.51.100.1");
    track(Protocol.TCP, "2001:db8::7", "2001:db8::10", ip("2001:db8::21"), "2001:db8::7");

    assertThat(flows(AddressFamily.IPV4))
        .singleElement()
        .satisfies(
            flow -> {
              assertThat(flow.protocol()).isEqualTo(Protocol.UDP);
              assertThat(flow.original())
                  .isEqualTo(new Direction(ip("203.0.113.7"), 4000, ASKED, 53));
              assertThat(flow.reply())
                  .isEqualTo(new Direction(SERVER.address(), 53, ip("198.51.100.1"), 4000));
              assertThat(flow.isRewritten()).isTrue();
            });
    assertThat(flows(AddressFamily.IPV6))
        .singleElement()
        .satisfies(flow -> assertThat(flow.isRewritten()).isFalse());
  }

  @Test
  default void tellsConnectionsThatAreOverFromOpenOnes() {
    Map<Integer, String> vips =
        Map.of(
            ESTABLISHED, "192.0.2.10",
            CLOSE_WAIT, "192.0.2.11",
            TIME_WAIT, "192.0.2.12",
            CLOSE, "192.0.2.13");
    vips.forEach(
        (state, vip) -> {
          String client = "203.0.113." + state;
          track(Protocol.TCP, client, vip, SERVER.address(), client, state);
        });

    assertThat(flows(AddressFamily.IPV4))
        .hasSize(4)
        .filteredOn(Flow::over)
        .extracting(flow -> flow.original().destination())
        .containsExactlyInAnyOrder(ip("192.0.2.12"), ip("192.0.2.13"));
  }

  @Test
  default void forgetsNothingButTheFlowsOfARemovedServer() {
    AddressKey dns = new AddressKey(Protocol.UDP, ASKED, 53);
    serve(dns);
    trackAll();

    remove(dns);

    assertThat(flows(AddressFamily.IPV4))
        .hasSize(3)
        .noneMatch(
            flow ->
                flow.protocol().equals(Protocol.UDP)
                    && flow.original().destination().equals(ASKED)
                    && flow.reply().source().equals(SERVER.address()));
  }

  @Test
  default void forgetsThoseOfAFirewallMarkByThePortsThatAreMarked() {
    MarkKey marked = new MarkKey(AddressFamily.IPV4, 0x3001);
    node()
        .apply(
            new ReplaceTable(
                new PacketRules(
                    Map.of(new VipPorts(ASKED, Protocol.UDP, 50, 60), 0x3001L),
                    Set.of(),
                    Map.of(),
                    Set.of())));
    serve(marked);
    trackAll();

    remove(marked);

    assertThat(flows(AddressFamily.IPV4)).hasSize(3);
  }

  @Test
  default void forgetsNothingWhereIpvsDoesNotTellConntrack() {
    AddressKey dns = new AddressKey(Protocol.UDP, ASKED, 53);
    serve(dns);
    node().apply(new SetSysctl("net/ipv4/vs/conntrack", "0", "1"));
    trackAll();

    remove(dns);

    assertThat(flows(AddressFamily.IPV4)).hasSize(4);
  }

  @Test
  default void saysWhetherThereWasAnythingToForget() {
    AddressKey dns = new AddressKey(Protocol.UDP, ASKED, 53);
    ForgetFlows forget = new ForgetFlows(dns, new VipPorts(ASKED, Protocol.UDP, 53, 53), SERVER);
    trackAll();

    List<Outcome> outcomes = node().apply(forget);
    List<Outcome> again = node().apply(forget);

    assertThat(outcomes).containsExactly(new Outcome.Applied(forget));
    assertThat(again).containsExactly(new Outcome.AlreadySo(forget));
    assertThat(flows(AddressFamily.IPV4)).hasSize(3);
  }

  /** One flow that is to go, and one each to another server, by TCP, and to another VIP. */
  private void trackAll() {
    track(Protocol.UDP, "203.0.113.7", "192.0.2.10", SERVER.address(), "198.51.100.1");
    track(Protocol.UDP, "203.0.113.8", "192.0.2.10", OTHER.address(), "198.51.100.1");
    track(Protocol.TCP, "203.0.113.7", "192.0.2.10", SERVER.address(), "198.51.100.1");
    track(Protocol.UDP, "203.0.113.7", "192.0.2.11", SERVER.address(), "198.51.100.2");
  }

  private void serve(ServiceKey service) {
    DestinationSettings nat = new DestinationSettings(new ForwardingMethod.Masquerade(), 1, 0, 0);
    node()
        .apply(
            new SetSysctl("net/ipv4/vs/conntrack", "1", "0"),
            new AddService(service, new ServiceSettings("rr", Set.of(), 0, -1, "")),
            new AddDestination(service, SERVER, nat),
            new AddDestination(service, OTHER, nat));
  }

  /** Takes the real server out of a virtual server, as a round of the agent does. */
  private List<Outcome> remove(ServiceKey service) {
    KernelState observed = node().observe("net/ipv4/vs/conntrack");
    VirtualServer present = Objects.requireNonNull(observed.services().get(service));
    VirtualServer wanted =
        new VirtualServer(
            service,
            present.settings(),
            Map.of(OTHER, Objects.requireNonNull(present.destinations().get(OTHER))));
    KernelState desired =
        new KernelState(Map.of(service, wanted), Set.of(), Set.of(), observed.sysctls())
            .with(observed.timeouts(), observed.daemons())
            .with(observed.rules());
    return node().apply(Diff.of(desired, observed, node().owned(), Set.of()).changes());
  }

  private List<Flow> flows(AddressFamily family) {
    List<Flow> flows = new ArrayList<>();
    node().kernel().flows(family, flows::clear, flows::add);
    return flows;
  }

  /**
   * Makes a connection from port 4000 to 53, answered from 53 ({@code ctnetlink_new_conntrack}).
   */
  default void track(Protocol protocol, String client, String vip, IpAddress server, String local) {
    track(protocol, client, vip, server, local, ESTABLISHED);
  }

  private void track(
      Protocol protocol, String client, String vip, IpAddress server, String local, int state) {
    boolean four = server.family() == AddressFamily.IPV4;
    Message command =
        new Message(
            1 << 8,
            Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL,
            writer -> {
              writer.fixedU8(four ? 2 : 10).fixedU8(0).fixedU16(0);
              tuple(writer, 1, protocol, new Direction(ip(client), 4000, ip(vip), 53));
              tuple(writer, 2, protocol, new Direction(server, 53, ip(local), 4000));
              // CTA_TIMEOUT, and of TCP the state that it cannot be without
              writer.be32(7, 100);
              if (protocol.equals(Protocol.TCP)) {
                writer.begin(4).begin(1).u8(1, state).end().end();
              }
            });
    try (Exchange exchange = new Exchange(netfilter())) {
      assertThat(exchange.execute(command)).isEqualTo(Answer.ACCEPTED);
    }
  }

  private static void tuple(
      AttributeWriter writer, int type, Protocol protocol, Direction direction) {
    int source = direction.source().family() == AddressFamily.IPV4 ? 1 : 3;
    writer
        .begin(type)
        .begin(1)
        .bytes(source, direction.source().toBytes())
        .bytes(source + 1, direction.destination().toBytes())
        .end()
        .begin(2)
        .u8(1, protocol.number())
        .be16(2, direction.sourcePort())
        .be16(3, direction.destinationPort())
        .end()
        .end();
  }
}
