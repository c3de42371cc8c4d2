package dev.lvs.agent.model;

import dev.lvs.ipvs.Ports;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressRange;
import java.util.Optional;

/**
 * Match on packets by addresses, protocol and ports alone: traffic that a service needs, or that a
 * firewall rule accepts.
 *
 * @param source empty for any
 * @param destination empty for any
 * @param protocol empty for any
 * @param sourcePorts of TCP, UDP and SCTP
 */
public record Packets(
    Optional<AddressRange> source,
    Optional<AddressRange> destination,
    Optional<Protocol> protocol,
    PortSpan sourcePorts,
    PortSpan destinationPorts) {

  /** All there are. */
  public static final Packets ANY =
      new Packets(Optional.empty(), Optional.empty(), Optional.empty(), PortSpan.ANY, PortSpan.ANY);

  /**
   * A range of ports.
   *
   * @param first 0 to 65535
   * @param last 0 to 65535; below the first if the range is empty
   */
  public record PortSpan(int first, int last) {
    public static final PortSpan ANY = new PortSpan(0, 0xffff);

    public PortSpan {
      Ports.check(first);
      Ports.check(last);
    }

    /** A single one; 0 stands for all. */
    public static PortSpan of(int port) {
      return port == 0 ? ANY : new PortSpan(port, port);
    }

    /** Those of them that lie between two others; without any it covers nothing. */
    public PortSpan between(int lowest, int highest) {
      return new PortSpan(Math.max(first, lowest), Math.min(last, highest));
    }

    private boolean covers(PortSpan other) {
      return first <= other.first && other.last <= last;
    }
  }

  public Packets from(AddressRange range) {
    return new Packets(Optional.of(range), destination, protocol, sourcePorts, destinationPorts);
  }

  public Packets to(AddressRange range) {
    return new Packets(source, Optional.of(range), protocol, sourcePorts, destinationPorts);
  }

  public Packets by(Protocol one) {
    return new Packets(source, destination, Optional.of(one), sourcePorts, destinationPorts);
  }

  public Packets fromPorts(PortSpan ports) {
    return new Packets(source, destination, protocol, ports, destinationPorts);
  }

  public Packets toPorts(PortSpan ports) {
    return new Packets(source, destination, protocol, sourcePorts, ports);
  }

  /** Returns whether all of the others are among these. */
  public boolean cover(Packets others) {
    return covers(source, others.source)
        && covers(destination, others.destination)
        && (protocol.isEmpty() || protocol.equals(others.protocol))
        && sourcePorts.covers(others.sourcePorts)
        && destinationPorts.covers(others.destinationPorts);
  }

  private static boolean covers(Optional<AddressRange> these, Optional<AddressRange> those) {
    return these.isEmpty()
        || those
            .filter(
                range -> these.get().contains(range.first()) && these.get().contains(range.last()))
            .isPresent();
  }
}
