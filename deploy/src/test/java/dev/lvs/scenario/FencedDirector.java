package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.FenceAnswer;
import dev.lvs.agent.fence.FenceShape;
import dev.lvs.agent.fence.Gate;
import dev.lvs.agent.fence.KernelFence;
import dev.lvs.agent.fence.Slot;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.FrameSocket;
import dev.lvs.lab.traffic.Frames;
import dev.lvs.lab.traffic.Sniffer;
import dev.lvs.lab.traffic.Sniffer.Sign;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A director that has VIPs behind a fence, and a client that asks for them all the time. */
final class FencedDirector implements AutoCloseable {
  static final String GROUP = "edge-0";
  static final IpAddress VIP = IpAddress.parse("10.1.220.58");
  static final IpAddress VIP6 = IpAddress.parse("2001:db8:220::58");

  /** Interfaces that may carry VIPs, with the lines of ip(8) that make them on both machines. */
  enum Kind {
    VETH("e0", "e0", "", ""),
    VLAN(
        "v100",
        "v100",
        "link add link e0 name v100 type vlan id 100;link set v100 up",
        "link add link e0 name v100 type vlan id 100;link set v100 up"),
    BRIDGE("br0", "e0", "link add br0 type bridge;link set e0 master br0;link set br0 up", ""),
    MACVLAN("mv0", "e0", "link add link e0 name mv0 type macvlan mode bridge;link set mv0 up", "");

    private final String device;
    private final String asking;
    private final String director;
    private final String client;

    Kind(String device, String asking, String director, String client) {
      this.device = device;
      this.asking = asking;
      this.director = director;
      this.client = client;
    }
  }

  private final Kind kind;
  private final Lab lab;
  private final Fence fence;
  private final Sniffer sniffer;
  private final FrameSocket announcing;

  FencedDirector(Kind kind) {
    this.kind = kind;
    lab =
        Lab.of(
            Topology.of(
                Machine.named(Topology.CLIENT, "10.1.210.100"),
                Machine.named(Topology.DIRECTOR, "10.1.210.51")));
    Host director = lab.director();
    // others of its interfaces do not answer for what is on this one
    director.sysctl("net/ipv4/conf/all/arp_ignore", "1");
    setUp(director, kind.director, kind.device, "51", VIP + "/32", VIP6 + "/128");
    Host client = lab.host(Topology.CLIENT);
    setUp(client, kind.client, kind.asking, "100");
    fence = fence("aa");
    announcing = director.inside(() -> new FrameSocket(kind.device));
    sniffer =
        new Sniffer(
            client.inside(() -> new FrameSocket(kind.asking)),
            List.of(IpAddress.parse("10.1.220.100"), IpAddress.parse("2001:db8:220::100")),
            List.of(VIP, VIP6));
    sniffer.ping(announcing.mac());
  }

  private static void setUp(
      Host host, String lines, String device, String last, String... addresses) {
    if (!lines.isEmpty()) {
      host.ip(lines.split(";", -1));
    }
    host.sysctl("net/ipv6/conf/" + device + "/accept_dad", "0");
    host.ip(
        "address add 10.1.220.%s/24 dev %s".formatted(last, device),
        "address add 2001:db8:220::%s/64 dev %s nodad".formatted(last, device));
    for (String address : addresses) {
      host.ip("address add %s dev %s".formatted(address, device));
    }
  }

  /** A fence of another process on the director. */
  Fence fence(String process) {
    return director()
        .inside(
            () ->
                new KernelFence(
                    new Exchange(new NetlinkSocket(Netlink.NETLINK_NETFILTER)), process));
  }

  /** Fences both VIPs, and waits until nothing of before is under way. */
  FencedDirector shut() {
    FenceAnswer answer = fence.shape(shape());
    if (!answer.isDone()) {
      close();
    }
    assertThat(answer).isEqualTo(new FenceAnswer.Done());
    Lab.pass(Duration.ofMillis(200));
    return this;
  }

  FenceShape shape() {
    return new FenceShape(Map.of(GROUP, Set.of(VIP, VIP6)), Set.of(kind.device));
  }

  FencedDirector open(Duration lifetime) {
    assertThat(gate().arm(Slot.A, lifetime).isDone()).isTrue();
    assertThat(gate().commit(Slot.A).isDone()).isTrue();
    return this;
  }

  Fence fence() {
    return fence;
  }

  Gate gate() {
    return fence.gate(GROUP);
  }

  Host director() {
    return lab.director();
  }

  Host client() {
    return lab.host(Topology.CLIENT);
  }

  Sniffer sniffer() {
    return sniffer;
  }

  /** Sends an announcement of each VIP by a packet socket. */
  void announce() {
    announce(announcing);
  }

  void announce(FrameSocket socket) {
    Frames frames = new Frames(socket.mac());
    director()
        .inside(
            () -> {
              socket.send(frames.isHere(VIP));
              socket.send(frames.isHere(VIP6));
              return true;
            });
  }

  /** A socket past the queueing discipline of the interface. */
  FrameSocket bypassing() {
    return director().inside(() -> new FrameSocket(kind.device).bypassing());
  }

  /** Signs that the director has the VIPs, from a moment on; of each sort. */
  List<Long> signs(long from) {
    return List.of(
        sniffer.count(Sign.ARP, from),
        sniffer.count(Sign.DISCOVERY, from),
        sniffer.count(Sign.ECHO, from));
  }

  @Override
  public void close() {
    sniffer.close();
    announcing.close();
    fence.close();
    lab.close();
  }
}
