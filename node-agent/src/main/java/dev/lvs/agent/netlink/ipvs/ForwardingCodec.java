package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_FLAGS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_TYPE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_BYPASS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_DROUTE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_LOCALNODE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_MASQ;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_TUNNEL;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_TUNNEL_TYPE_GRE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_TUNNEL_TYPE_GUE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_TUNNEL_TYPE_IPIP;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_TUNNEL_ENCAP_FLAG_CSUM;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Bypass;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Local;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Unknown;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import java.util.Arrays;
import java.util.Optional;

/** Forwarding methods as numbers: FWD_METHOD, and for a tunnel TUN_TYPE, TUN_PORT and TUN_FLAGS. */
final class ForwardingCodec {
  private static final ForwardingMethod MASQUERADE = new Masquerade();
  private static final ForwardingMethod LOCAL = new Local();
  private static final ForwardingMethod DIRECT_ROUTING = new DirectRouting();
  private static final ForwardingMethod BYPASS = new Bypass();
  private static final ForwardingMethod IPIP = Tunnel.ipip();

  private ForwardingCodec() {}

  static int number(ForwardingMethod method) {
    return switch (method) {
      case Masquerade() -> IP_VS_CONN_F_MASQ;
      case Local() -> IP_VS_CONN_F_LOCALNODE;
      case Tunnel _ -> IP_VS_CONN_F_TUNNEL;
      case DirectRouting() -> IP_VS_CONN_F_DROUTE;
      case Bypass() -> IP_VS_CONN_F_BYPASS;
      case Unknown(int number, int _) -> number;
    };
  }

  /**
   * Writes the tunnel's attributes; plain IPIP has none, so that kernels before 5.2 are told
   * nothing new.
   */
  static void writeTunnel(AttributeWriter writer, ForwardingMethod method) {
    switch (method) {
      case Tunnel tunnel when tunnel.equals(IPIP) -> {}
      case Tunnel(TunnelType type, int port, TunnelChecksum checksum) ->
          writer
              .u8(IPVS_DEST_ATTR_TUN_TYPE, number(type))
              .be16(IPVS_DEST_ATTR_TUN_PORT, port)
              .u16(IPVS_DEST_ATTR_TUN_FLAGS, number(checksum));
      case Unknown(int _, int type) -> writer.u8(IPVS_DEST_ATTR_TUN_TYPE, type);
      case Masquerade(), Local(), DirectRouting(), Bypass() -> {}
    }
  }

  static ForwardingMethod method(int number, int tunnelType, int port, int flags) {
    return switch (number) {
      case IP_VS_CONN_F_MASQ -> MASQUERADE;
      case IP_VS_CONN_F_LOCALNODE -> LOCAL;
      case IP_VS_CONN_F_TUNNEL -> tunnel(tunnelType, port, flags);
      case IP_VS_CONN_F_DROUTE -> DIRECT_ROUTING;
      case IP_VS_CONN_F_BYPASS -> BYPASS;
      default -> new Unknown(number, tunnelType);
    };
  }

  /** Returns whether {@link #method} would be this one; allocates nothing. */
  static boolean is(
      ForwardingMethod method, int number, int tunnelType, int tunnelPort, int tunnelFlags) {
    return number(method) == number
        && switch (method) {
          case Tunnel(TunnelType type, int port, TunnelChecksum checksum) ->
              number(type) == tunnelType && port == tunnelPort && number(checksum) == tunnelFlags;
          case Unknown _ -> method.equals(method(number, tunnelType, tunnelPort, tunnelFlags));
          case Masquerade(), Local(), DirectRouting(), Bypass() -> true;
        };
  }

  private static ForwardingMethod tunnel(int type, int port, int flags) {
    Optional<TunnelType> known =
        Arrays.stream(TunnelType.values()).filter(each -> number(each) == type).findFirst();
    Optional<TunnelChecksum> checksum =
        Arrays.stream(TunnelChecksum.values()).filter(each -> number(each) == flags).findFirst();
    if (known.isEmpty() || checksum.isEmpty()) {
      return new Unknown(IP_VS_CONN_F_TUNNEL, type);
    }
    return new Tunnel(known.get(), port, checksum.get());
  }

  private static int number(TunnelType type) {
    return switch (type) {
      case IPIP -> IP_VS_CONN_F_TUNNEL_TYPE_IPIP;
      case GUE -> IP_VS_CONN_F_TUNNEL_TYPE_GUE;
      case GRE -> IP_VS_CONN_F_TUNNEL_TYPE_GRE;
    };
  }

  private static int number(TunnelChecksum checksum) {
    return switch (checksum) {
      case NONE -> IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM;
      case CSUM -> IP_VS_TUNNEL_ENCAP_FLAG_CSUM;
      case REMCSUM -> IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;
    };
  }
}
