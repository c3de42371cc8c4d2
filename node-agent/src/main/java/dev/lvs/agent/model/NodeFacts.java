package dev.lvs.agent.model;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node is, apart from what the agent makes of it: the input of planning that no resource
 * says.
 *
 * @param kernelRelease as {@code uname -r} prints it
 * @param ipvsVersion e.g. {@code 1.2.1}; empty where the kernel has no IPVS
 * @param lacking what the kernel is known not to have, of the features that were asked for
 * @param interfaces every network interface
 * @param defaultDevices the interface of the default route of each family
 */
public record NodeFacts(
    String kernelRelease,
    Optional<String> ipvsVersion,
    Set<KernelFeature> lacking,
    List<Interface> interfaces,
    Map<AddressFamily, String> defaultDevices) {
  public NodeFacts {
    lacking = Set.copyOf(lacking);
    interfaces = List.copyOf(interfaces);
    defaultDevices = Map.copyOf(defaultDevices);
  }

  /** Whether the kernel is known not to have a feature that was asked for. */
  public boolean lacks(KernelFeature feature) {
    return lacking.contains(feature);
  }

  /**
   * One network interface.
   *
   * @param speaksArp whether neighbours are asked for on it: an Ethernet device, not a loopback or
   *     a tunnel
   * @param arpIgnore conf/NAME/arp_ignore, 0 to 8
   * @param arpAnnounce conf/NAME/arp_announce, 0 to 2
   * @param acceptRa net/ipv6/conf/NAME/accept_ra, 0 to 2
   * @param advertised whether it has an IPv6 address for a time or a default route that a router
   *     advertised
   * @param mtu bytes
   */
  public record Interface(
      String name,
      boolean speaksArp,
      List<Address> addresses,
      int arpIgnore,
      int arpAnnounce,
      int acceptRa,
      boolean advertised,
      long mtu) {
    public Interface {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * An address of an interface.
   *
   * @param prefixLength 0 to 32 or 128
   */
  public record Address(IpAddress address, int prefixLength) {
    /** Whether this is a single host's, which brings no network with it. */
    public boolean isHost() {
      return prefixLength == address.family().bits();
    }

    /** Whether an address is on the network of this one. */
    public boolean isOnNetwork(IpAddress other) {
      if (other.family() != address.family()) {
        return false;
      }
      int free = address.family().bits() - prefixLength;
      long high = address.high() ^ other.high();
      long low = address.low() ^ other.low();
      return free < Long.SIZE
          ? high == 0 && low >>> free == 0
          : prefixLength == 0 || high >>> (free - Long.SIZE) == 0;
    }
  }
}
