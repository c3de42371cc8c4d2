package dev.lvs.ipvs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Comparator;

/**
 * Ports of a VIP: what packets to them have in common. As text {@code TCP 192.0.2.10:80}, {@code
 * UDP [2001:db8::10]:8000-8999}.
 *
 * @param protocol 0 to 255
 * @param first 0 to 65535
 * @param last not below first
 */
public record VipPorts(IpAddress vip, Protocol protocol, int first, int last)
    implements Comparable<VipPorts>, Traffic {
  /** The texts that are read, as a regular expression for schemas (RE2). */
  public static final String PATTERN = "^" + AddressPort.PATTERN + "(-" + Ports.PATTERN + ")?$";

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

  /** One port of a VIP; 0 is every port, as IPVS has it. */
  public static VipPorts one(IpAddress vip, Protocol protocol, int port) {
    return new VipPorts(vip, protocol, port, port);
  }

  /**
   * Reads what {@link #toString} gives, and ranges that begin with their last port.
   *
   * @throws IllegalArgumentException when it is something else
   */
  @JsonCreator
  public static VipPorts parse(String text) {
    int dash = text.lastIndexOf('-');
    AddressPort first = AddressPort.parse(dash < 0 ? text : text.substring(0, dash));
    int other = dash < 0 ? first.port() : Ports.parse(text.substring(dash + 1));
    return new VipPorts(
        first.address(),
        first.protocol(),
        Math.min(first.port(), other),
        Math.max(first.port(), other));
  }

  @Override
  public AddressFamily family() {
    return vip.family();
  }

  @Override
  public String title() {
    return toString();
  }

  /** Returns whether it is every port that has no virtual service of its own: port 0. */
  public boolean isEvery() {
    return first == 0;
  }

  /** Returns whether there is a port of both. */
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

  @JsonValue
  @Override
  public String toString() {
    return protocol + " " + vip.toHost() + ":" + first + (last == first ? "" : "-" + last);
  }
}
