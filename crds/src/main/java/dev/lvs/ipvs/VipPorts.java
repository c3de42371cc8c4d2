package dev.lvs.ipvs;

import dev.lvs.net.IpAddress;
import java.util.Comparator;

/**
 * Ports of a VIP: what packets to them have in common.
 *
 * @param protocol 0 to 255
 * @param first 0 to 65535
 * @param last not below first
 */
public record VipPorts(IpAddress vip, Protocol protocol, int first, int last)
    implements Comparable<VipPorts> {
  private static final Comparator<VipPorts> ORDER =
      Comparator.comparing(VipPorts::vip)
          .thenComparing(VipPorts::protocol)
          .thenComparingInt(VipPorts::first)
          .thenComparingInt(VipPorts::last);

  public VipPorts {
    Ports.check(first);
    Ports.check(last);
    if (last < first || protocol.number() > 0xff) {
      throw new IllegalArgumentException(
          "protocol " + protocol + " has no ports " + first + " to " + last);
    }
  }

  /** Whether there is a port of both. */
  public boolean overlaps(VipPorts other) {
    return vip.equals(other.vip)
        && protocol.equals(other.protocol)
        && first <= other.last
        && other.first <= last;
  }

  @Override
  public int compareTo(VipPorts other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return protocol + " " + vip.toHost() + ":" + first + (last == first ? "" : "-" + last);
  }
}
