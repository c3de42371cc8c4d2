package dev.lvs.agent.failover;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Stations on the network of the VIPs. */
public interface Neighbourhood extends AutoCloseable {
  /** Tells all that the addresses are here; what leaves, leaves through the gate. */
  void announce(Collection<IpAddress> addresses, String device);

  /** Returns the MAC address of an interface; empty where it has none or is not there. */
  Optional<String> mac(String device);

  /** Returns whether an interface is there, is up and has a carrier. */
  boolean isRunning(String device);

  /**
   * Asks who has the addresses.
   *
   * @param addresses few
   * @param taker called once within a second: with the other stations that have some of them, and
   *     not at all where nobody could be asked
   */
  void ask(Collection<IpAddress> addresses, String device, Consumer<List<AnsweringStation>> taker);

  @Override
  void close();
}
