package dev.lvs.agent.failover;

import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.function.Consumer;

/** Stations on the network of the VIPs. */
public interface Neighbourhood extends AutoCloseable {
  /** Tells all that the addresses are here; what leaves, leaves through the gate. */
  void announce(Collection<IpAddress> addresses, String device);

  /** Returns whether an interface is there, is up and has a carrier. */
  boolean isRunning(String device);

  /**
   * Asks who has the addresses.
   *
   * @param taker called once within a second: with the MAC address of another station that has one,
   *     with the empty text where nobody answers, and not at all where nobody could be asked
   */
  void ask(Collection<IpAddress> addresses, String device, Consumer<String> taker);

  @Override
  void close();
}
