package dev.lvs.agent.plan.realserver;

import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.HexFormat;

/**
 * The tunnel devices that a real server needs, and their names. A name encodes the address of the
 * device, so that the same plan finds the same device again: {@code lvsi-c6336415} for IP in IP to
 * 198.51.100.21.
 */
final class TunnelNames {
  private TunnelNames() {}

  /**
   * The device that unwraps what a director sends to an address of this node. Below the UDP header
   * of GUE is the same as in IPIP, so they share one; the kernel has one for each address.
   *
   * @param inner the family of the VIP
   */
  static TunnelDevice device(Tunnel tunnel, AddressFamily inner, IpAddress local) {
    TunnelKind kind = kind(tunnel.type(), inner, local.family());
    boolean checksum = kind.isGre() && tunnel.checksum() == TunnelChecksum.CSUM;
    // a name has 15 bytes at most, an IPv6 address 32 hexadecimal digits
    int digits =
        switch (local.family()) {
          case IPV4 -> (int) local.low();
          case IPV6 -> 31 * Long.hashCode(local.high()) + Long.hashCode(local.low());
        };
    String name = prefix(kind) + (checksum ? "c" : "") + "-" + HexFormat.of().toHexDigits(digits);
    return new TunnelDevice(name, kind, local, checksum);
  }

  private static TunnelKind kind(TunnelType type, AddressFamily inner, AddressFamily outer) {
    boolean four = outer == AddressFamily.IPV4;
    return switch (type) {
      case IPIP, GUE ->
          four
              ? switch (inner) {
                case IPV4 -> TunnelKind.IPIP;
                case IPV6 -> TunnelKind.SIT;
              }
              : TunnelKind.IP6TNL;
      case GRE -> four ? TunnelKind.GRE : TunnelKind.IP6GRE;
    };
  }

  private static String prefix(TunnelKind kind) {
    return switch (kind) {
      case IPIP -> "lvsi";
      case SIT -> "lvss";
      case IP6TNL -> "lvst";
      case GRE -> "lvsg";
      case IP6GRE -> "lvsh";
    };
  }
}
