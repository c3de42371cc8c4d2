package dev.lvs.compile.rights;

import dev.lvs.ipvs.Protocol;
import java.util.Optional;

/**
 * Ports at which a real server gets packets.
 *
 * @param protocol empty for packets of any
 */
public record Reach(Optional<Protocol> protocol, NumberRange ports) {
  static final NumberRange EVERY_PORT = new NumberRange(1, 65535);

  public static Reach of(Protocol protocol, long first, long last) {
    return new Reach(Optional.of(protocol), new NumberRange(first, last));
  }

  /** Every port of a protocol, or of any. */
  public static Reach every(Optional<Protocol> protocol) {
    return new Reach(protocol, EVERY_PORT);
  }

  boolean overlaps(Reach other) {
    return (protocol.isEmpty() || other.protocol.isEmpty() || protocol.equals(other.protocol))
        && ports.overlaps(other.ports);
  }

  boolean isOnePort() {
    return ports.first() == ports.last();
  }

  @Override
  public String toString() {
    String what = protocol.map(one -> one + " ").orElse("");
    return ports.equals(EVERY_PORT)
        ? "every " + what + "port"
        : what + (isOnePort() ? "port " : "ports ") + ports;
  }
}
