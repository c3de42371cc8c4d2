package dev.lvs.agent.round;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Unseen;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Remembers the gateways and addresses that a node had until a while ago: an interface that is down
 * for a moment, or a DHCP client that starts anew, takes them away and brings them back. Its size
 * is bounded by the number of those within that time.
 */
final class Lately {
  /** A link may be down for long, and gateways seldom move. */
  static final Duration GATEWAYS = Duration.ofHours(1);

  /** Whoever takes an address off for a VIP waits for that long. */
  static final Duration ADDRESSES = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final Map<IpAddress, Long> gateways = new HashMap<>();
  private final Map<Address, Long> addresses = new HashMap<>();

  /**
   * @param nanoTime a clock that nobody sets
   */
  Lately(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Returns what a node needs besides what is seen of it now. */
  Unseen unseen(NodeFacts facts, Set<IpAddress> apiServers) {
    Set<IpAddress> routed = facts.routing().nextHops();
    Set<Address> own = new HashSet<>();
    facts.interfaces().stream()
        .flatMap(one -> one.addresses().stream())
        .filter(held -> !held.isOurs())
        .forEach(own::add);
    return new Unseen(
        apiServers, gone(gateways, routed, GATEWAYS), gone(addresses, own, ADDRESSES));
  }

  private <T> Set<T> gone(Map<T, Long> seen, Set<T> present, Duration patience) {
    long now = nanoTime.getAsLong();
    present.forEach(one -> seen.put(one, now));
    seen.values().removeIf(last -> now - last > patience.toNanos());
    Set<T> gone = new HashSet<>(seen.keySet());
    gone.removeAll(present);
    return gone;
  }
}
