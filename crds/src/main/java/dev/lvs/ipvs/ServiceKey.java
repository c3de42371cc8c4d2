package dev.lvs.ipvs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Comparator;

/**
 * The identity of a virtual server in the kernel's table ({@code struct ip_vs_service}): address or
 * firewall mark. As text it is what {@code ipvsadm -Ln} prints: {@code TCP 192.0.2.10:80}, {@code
 * FWM 17}, {@code FWM 17 IPv6}.
 */
public sealed interface ServiceKey extends Comparable<ServiceKey> {
  /** The texts that are read, as a regular expression for schemas (RE2). */
  String PATTERN = "^(" + AddressPort.PATTERN + "|FWM " + MarkKey.NUMBER + "( IPv6)?)$";

  /** The family of the VIPs; destinations may differ only through tunnels. */
  AddressFamily family();

  /** The packets that it takes. */
  Traffic traffic();

  /** As {@link #parse} reads it. */
  @JsonValue
  @Override
  String toString();

  /**
   * Reads what {@link #toString} gives.
   *
   * @throws IllegalArgumentException when it is something else
   */
  @JsonCreator
  static ServiceKey parse(String text) {
    if (text.startsWith(MarkKey.WORD)) {
      return MarkKey.of(text);
    }
    AddressPort key = AddressPort.parse(text);
    return new AddressKey(key.protocol(), key.address(), key.port());
  }

  /** Addresses before marks. */
  @Override
  default int compareTo(ServiceKey other) {
    return switch (this) {
      case AddressKey one ->
          other instanceof AddressKey two ? AddressKey.ORDER.compare(one, two) : -1;
      case MarkKey one -> other instanceof MarkKey two ? MarkKey.ORDER.compare(one, two) : 1;
    };
  }

  /**
   * Packets to one address, protocol and port.
   *
   * @param port 1 to 65535, or 0 for every port (persistent services only)
   */
  record AddressKey(Protocol protocol, IpAddress address, int port) implements ServiceKey {
    private static final Comparator<AddressKey> ORDER =
        Comparator.comparing(AddressKey::address)
            .thenComparing(AddressKey::protocol)
            .thenComparingInt(AddressKey::port);

    public AddressKey {
      Ports.check(port);
    }

    @Override
    public AddressFamily family() {
      return address.family();
    }

    @Override
    public VipPorts traffic() {
      return VipPorts.one(address, protocol, port);
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
  record MarkKey(AddressFamily family, long mark) implements ServiceKey, Traffic {
    private static final Comparator<MarkKey> ORDER =
        Comparator.comparing(MarkKey::family).thenComparingLong(MarkKey::mark);

    private static final String WORD = "FWM ";
    private static final String IPV6 = " IPv6";

    /** 1 to 2^32-1 in digits. */
    private static final String NUMBER =
        "([1-9][0-9]{0,8}|[1-3][0-9]{9}|4[01][0-9]{8}|42[0-8][0-9]{7}|429[0-3][0-9]{6}"
            + "|4294[0-8][0-9]{5}|42949[0-5][0-9]{4}|429496[0-6][0-9]{3}|4294967[01][0-9]{2}"
            + "|42949672[0-8][0-9]|429496729[0-5])";

    public MarkKey {
      // 0 is not a mark: the kernel takes it for TCP 0.0.0.0:0
      if (mark < 1 || mark > 0xffff_ffffL) {
        throw new IllegalArgumentException("a firewall mark is 1 to 4294967295, not " + mark);
      }
    }

    private static MarkKey of(String text) {
      boolean six = text.endsWith(IPV6);
      String number = text.substring(WORD.length(), text.length() - (six ? IPV6.length() : 0));
      if (!number.matches("[0-9]{1,10}")) {
        throw new IllegalArgumentException("'" + text + "' is not a firewall mark, as FWM 17");
      }
      return new MarkKey(six ? AddressFamily.IPV6 : AddressFamily.IPV4, Long.parseLong(number));
    }

    @Override
    public String title() {
      return "firewall mark " + mark + (family == AddressFamily.IPV6 ? " for IPv6" : "");
    }

    @Override
    public MarkKey traffic() {
      return this;
    }

    @Override
    public String toString() {
      return WORD + mark + (family == AddressFamily.IPV6 ? IPV6 : "");
    }
  }
}
