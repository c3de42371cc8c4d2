package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.route.Rtnetlink.ARPHRD_ETHER;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_LOOPBACK;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_NOARP;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_RUNNING;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_UP;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_ADDRESS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_GRE_IFLAGS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_GRE_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_GRE_REMOTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IFNAME;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_INFO_DATA;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_INFO_KIND;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IPTUN_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IPTUN_REMOTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_LINKINFO;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_MTU;

import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.TunnelKind;
import java.util.Arrays;
import java.util.Optional;

/** An interface of the fake kernel. */
final class FakeLink {
  private static final int ARPHRD_LOOPBACK = 772;
  private static final int ARPHRD_TUNNEL = 768;

  final int index;
  final String name;
  private final String kind;
  private final Attributes data;
  private final int hardwareType;
  private int flags;

  private FakeLink(int index, String name, String kind, Attributes data, int hardwareType) {
    this.index = index;
    this.name = name;
    this.kind = kind;
    this.data = data;
    this.hardwareType = hardwareType;
  }

  static FakeLink loopback() {
    FakeLink link = new FakeLink(1, "lo", "", Attributes.NONE, ARPHRD_LOOPBACK);
    link.setFlags(IFF_UP | IFF_RUNNING | IFF_LOOPBACK, -1);
    return link;
  }

  static FakeLink ethernet(int index, String name) {
    FakeLink link = new FakeLink(index, name, "veth", Attributes.NONE, ARPHRD_ETHER);
    link.setFlags(IFF_UP | IFF_RUNNING, -1);
    return link;
  }

  static FakeLink tunnel(int index, String name, TunnelKind kind, Attributes data) {
    FakeLink link = new FakeLink(index, name, kind.kernelName(), data, ARPHRD_TUNNEL);
    link.setFlags(IFF_NOARP, -1);
    return link;
  }

  static FakeLink dummy(int index, String name) {
    FakeLink link = new FakeLink(index, name, DummyDevice.KIND, Attributes.NONE, ARPHRD_ETHER);
    link.setFlags(IFF_NOARP, -1);
    return link;
  }

  void setFlags(int values, int mask) {
    flags = (flags & ~mask) | (values & mask);
  }

  boolean isEthernet() {
    return hardwareType == ARPHRD_ETHER;
  }

  boolean isTunnel() {
    return TunnelKind.of(kind).isPresent();
  }

  /** {@code ip_tunnel_find}: by kind and outer addresses. */
  boolean takesTheSameAs(FakeLink other) {
    return isTunnel() && kind.equals(other.kind) && Arrays.equals(local(), other.local());
  }

  private byte[] local() {
    TunnelKind tunnel = TunnelKind.of(kind).orElseThrow();
    int attribute = tunnel.isGre() ? IFLA_GRE_LOCAL : IFLA_IPTUN_LOCAL;
    return data.has(attribute) ? data.bytes(attribute) : new byte[tunnel.outer().bytes()];
  }

  /** {@code rtnl_fill_ifinfo}, without the many attributes that nobody reads. */
  ReplyBytes toBytes() {
    ReplyBytes bytes =
        new ReplyBytes()
            .put8(0)
            .put8(0)
            .put16(hardwareType)
            .put32(index)
            .put32(flags)
            .put32(0)
            .string(IFLA_IFNAME, name)
            .u32(IFLA_MTU, 1500);
    if (isEthernet()) {
      bytes.bytes(IFLA_ADDRESS, new byte[] {2, 0, 0, 0, 0, (byte) index});
    }
    if (!kind.isEmpty()) {
      bytes.nest(IFLA_LINKINFO, linkInfo());
    }
    return bytes;
  }

  private ReplyBytes linkInfo() {
    ReplyBytes info = new ReplyBytes().string(IFLA_INFO_KIND, kind);
    Optional<TunnelKind> tunnel = TunnelKind.of(kind);
    if (tunnel.isPresent()) {
      boolean gre = tunnel.get().isGre();
      int local = gre ? IFLA_GRE_LOCAL : IFLA_IPTUN_LOCAL;
      int remote = gre ? IFLA_GRE_REMOTE : IFLA_IPTUN_REMOTE;
      int length = tunnel.get().outer().bytes();
      ReplyBytes said =
          new ReplyBytes()
              .bytes(local, local())
              .bytes(remote, data.has(remote) ? data.bytes(remote) : new byte[length]);
      if (gre && data.has(IFLA_GRE_IFLAGS)) {
        said.bytes(IFLA_GRE_IFLAGS, data.bytes(IFLA_GRE_IFLAGS));
      }
      info.nest(IFLA_INFO_DATA, said);
    }
    return info;
  }
}
