package dev.lvs.compile.draft;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.IpFamily;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Comparator;

/** Something that one VirtualService may have at a time. */
public sealed interface Claim extends Comparable<Claim> {
  AddressFamily family();

  /**
   * Ports of a VIP.
   *
   * @param first 0 to 65535; 0 is every port that no other service of the namespace has
   * @param last the same as first unless it is a range
   */
  record Ports(IpAddress vip, Protocol protocol, int first, int last) implements Claim {
    private static final Comparator<Ports> ORDER =
        Comparator.comparing(Ports::vip)
            .thenComparing(Ports::protocol)
            .thenComparingInt(Ports::first)
            .thenComparingInt(Ports::last);

    /** One port, or with 0 every port. */
    public static Ports one(IpAddress vip, Protocol protocol, int port) {
      return new Ports(vip, protocol, port, port);
    }

    @Override
    public AddressFamily family() {
      return vip.family();
    }

    /** Whether it is every port that no other service of the namespace has. */
    public boolean isEvery() {
      return first == 0;
    }

    public boolean overlaps(Ports other) {
      return vip.equals(other.vip)
          && protocol == other.protocol
          && first <= other.last
          && other.first <= last;
    }

    @Override
    public String toString() {
      return protocol + " " + vip.toHost() + ":" + first + (last == first ? "" : "-" + last);
    }
  }

  /**
   * A firewall mark, which a service of either family may have.
   *
   * @param mark 1 to 2^32-1
   */
  record Mark(AddressFamily family, long mark) implements Claim {
    private static final Comparator<Mark> ORDER =
        Comparator.comparing(Mark::family).thenComparingLong(Mark::mark);

    @Override
    public String toString() {
      return "firewall mark " + mark + (family == AddressFamily.IPV6 ? " for IPv6" : "");
    }
  }

  /** What an entry of the IPVS table is known by. */
  static Claim of(PlannedService service) {
    if (service.firewallMark() != null) {
      return new Mark(
          service.family() == IpFamily.IPV6 ? AddressFamily.IPV6 : AddressFamily.IPV4,
          service.firewallMark());
    }
    return Ports.one(
        IpAddress.parse(requireNonNull(service.address())),
        requireNonNull(service.protocol()),
        requireNonNull(service.port()));
  }

  /** The ports whose packets are marked. */
  static Ports of(PlannedMark mark) {
    return new Ports(
        IpAddress.parse(mark.address()),
        mark.protocol(),
        mark.port(),
        requireNonNullElse(mark.endPort(), mark.port()));
  }

  @Override
  default int compareTo(Claim other) {
    return switch (this) {
      case Ports ports -> other instanceof Ports others ? Ports.ORDER.compare(ports, others) : -1;
      case Mark mark -> other instanceof Mark others ? Mark.ORDER.compare(mark, others) : 1;
    };
  }
}
