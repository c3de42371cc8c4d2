package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.route.Rtnetlink.GRE_CSUM;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_GRE_IFLAGS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_GRE_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_GRE_REMOTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_INFO_DATA;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_INFO_KIND;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IPTUN_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IPTUN_PROTO;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IPTUN_REMOTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_LINKINFO;

import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.route.Link.TunnelEnds;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * Attributes specific to a kind of interface ({@code IFLA_LINKINFO}).
 *
 * @param kind empty where there is none
 */
record LinkInfo(String kind, Optional<TunnelEnds> tunnel) {
  static final LinkInfo NONE = new LinkInfo("", Optional.empty());

  /** In IFLA_IPTUN_PROTO of an ip6tnl device: both IPv4 and IPv6 inside. */
  private static final int ANY_PROTOCOL = 0;

  /** Writes a tunnel device that unwraps what anybody sends to one local address. */
  static void writeTunnel(AttributeWriter writer, TunnelDevice device) {
    TunnelKind kind = device.kind();
    writer.begin(IFLA_LINKINFO).string(IFLA_INFO_KIND, kind.kernelName()).begin(IFLA_INFO_DATA);
    writer.bytes(localAttribute(kind), device.local().toBytes());
    if (device.checksum()) {
      writer.be16(IFLA_GRE_IFLAGS, GRE_CSUM);
    }
    if (kind == TunnelKind.IP6TNL) {
      writer.u8(IFLA_IPTUN_PROTO, ANY_PROTOCOL);
    }
    writer.end().end();
  }

  /** Writes a dummy device. */
  static void writeDummy(AttributeWriter writer) {
    writer.begin(IFLA_LINKINFO).string(IFLA_INFO_KIND, DummyDevice.KIND).end();
  }

  /** Reads the nest the reader stands on. */
  static LinkInfo read(AttributeReader reader) {
    String kind = "";
    Optional<TunnelEnds> tunnel = Optional.empty();
    reader.enter();
    while (reader.next()) {
      switch (reader.type()) {
        case IFLA_INFO_KIND -> kind = reader.string();
        case IFLA_INFO_DATA -> tunnel = TunnelKind.of(kind).map(known -> ends(reader, known));
        default -> {}
      }
    }
    reader.leave();
    return new LinkInfo(kind, tunnel);
  }

  private static TunnelEnds ends(AttributeReader reader, TunnelKind kind) {
    IpAddress local = Inet.any(kind.outer());
    IpAddress remote = local;
    boolean checksum = false;
    reader.enter();
    while (reader.next()) {
      if (reader.type() == localAttribute(kind)) {
        local = Inet.address(reader);
      } else if (reader.type() == remoteAttribute(kind)) {
        remote = Inet.address(reader);
      } else if (kind.isGre() && reader.type() == IFLA_GRE_IFLAGS) {
        checksum = (reader.be16() & GRE_CSUM) != 0;
      }
    }
    reader.leave();
    return new TunnelEnds(local, remote, checksum);
  }

  private static int localAttribute(TunnelKind kind) {
    return kind.isGre() ? IFLA_GRE_LOCAL : IFLA_IPTUN_LOCAL;
  }

  private static int remoteAttribute(TunnelKind kind) {
    return kind.isGre() ? IFLA_GRE_REMOTE : IFLA_IPTUN_REMOTE;
  }
}
