package dev.lvs.agent.failover;

import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.FenceAnswer;
import dev.lvs.agent.fence.FenceShape;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses of the groups of a node that have a fence: those of the plan, and for a while those
 * that were.
 */
final class ShapedFence {
  private static final Logger LOG = LoggerFactory.getLogger(ShapedFence.class);

  /** How long an address stays fenced that is not of the plan any more: a round takes it away. */
  private static final Duration RETIRING = Duration.ofSeconds(5);

  private final Map<IpAddress, Retired> retired = new HashMap<>();
  private FenceShape shape = FenceShape.NONE;

  /** An address that was in a group until now. */
  private record Retired(String group, Instant since) {}

  /** Has the addresses that a plan does not have any more go after a while. */
  void retire(Map<String, LeaseGroup> planned, Instant now) {
    shape
        .groups()
        .forEach(
            (name, addresses) ->
                addresses.forEach(one -> retired.putIfAbsent(one, new Retired(name, now))));
    planned.values().forEach(group -> retired.keySet().removeAll(group.addresses()));
  }

  /** Forgets those whose time is over, and returns whether there are any. */
  boolean forget(Instant now) {
    return retired.values().removeIf(one -> !now.isBefore(one.since().plus(RETIRING)));
  }

  /** Returns whether addresses of a group are still to go. */
  boolean retires(String group) {
    return retired.values().stream().anyMatch(one -> one.group().equals(group));
  }

  /** Returns all that have a fence. */
  Set<IpAddress> addresses() {
    Set<IpAddress> fenced = new HashSet<>();
    shape.groups().values().forEach(fenced::addAll);
    return fenced;
  }

  /**
   * Makes it in the kernel.
   *
   * @param held groups that are held, some of which the plan may not have any more
   * @return why it could not be made, if so
   */
  Optional<String> make(Fence fence, Map<String, LeaseGroup> planned, Map<String, HeldGroup> held) {
    Map<String, Set<IpAddress>> addresses = new TreeMap<>();
    Set<String> devices = new HashSet<>();
    planned.forEach(
        (name, group) -> {
          addresses.computeIfAbsent(name, _ -> new HashSet<>()).addAll(group.addresses());
          devices.addAll(group.devices().values());
        });
    retired.forEach(
        (address, of) -> addresses.computeIfAbsent(of.group(), _ -> new HashSet<>()).add(address));
    held.forEach(
        (name, group) -> {
          addresses.computeIfAbsent(name, _ -> new HashSet<>());
          devices.addAll(group.group().devices().values());
        });
    FenceShape next = new FenceShape(addresses, devices);
    return switch (addresses.isEmpty() ? fence.remove() : fence.shape(next)) {
      case FenceAnswer.Done() -> {
        shape = next;
        yield Optional.empty();
      }
      case FenceAnswer.Expired() -> Optional.of("the kernel gave no answer to it");
      case FenceAnswer.Failed(String reason) -> {
        LOG.error("{} VIPs that have a Lease are not held here.", reason);
        yield Optional.of(reason);
      }
    };
  }
}
