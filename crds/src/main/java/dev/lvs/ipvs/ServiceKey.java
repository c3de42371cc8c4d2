package dev.lvs.ipvs;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;

/**
 * The identity of a virtual server in the kernel's table ({@code struct ip_vs_service}): address or
 * firewall mark.
 */
public sealed interface ServiceKey {
  /** The family of the VIPs; destinations may differ only through tunnels. */
  AddressFamily family();

  /**
   * Packets to one address, protocol and port.
   *
   * @param port 1 to 65535, or 0 for every port (persistent services only)
   */
  record AddressKey(Protocol protocol, IpAddress address, int port) implements ServiceKey {
    public AddressKey {
      Ports.check(port);
    }

    @Override
    public AddressFamily family() {
      return address.family();
    }

    /** As quick as {@link IpAddress#hashCode}, for the same reason. */
    @Override
    public int hashCode() {
      return 31 * (31 * address.hashCode() + protocol.number()) + port;
    }

    @Override
    public String toString() {
      return protocol + " " + address.toHost() + ":" + port;
    }
  }

  /**
   * Packets that carry one firewall mark.
   *
   * @param mark 1 to 2^32-1, compared whole by the kernel
   */
  record MarkKey(AddressFamily family, long mark) implements ServiceKey {
    public MarkKey {
      // 0 is not a mark: the kernel takes it for TCP 0.0.0.0:0
      if (mark < 1 || mark > 0xffff_ffffL) {
        throw new IllegalArgumentException("a firewall mark is 1 to 4294967295, not " + mark);
      }
    }

    @Override
    public String toString() {
      return "FWM " + mark + (family == AddressFamily.IPV6 ? " IPv6" : "");
    }
  }
}
