package dev.lvs.agent.fence;

import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Addresses that are fenced, and where.
 *
 * @param groups the addresses of each group, by its name: letters, digits, {@code -} and {@code .}
 * @param devices the interfaces that carry any of them; every address is fenced on all of these
 */
public record FenceShape(Map<String, Set<IpAddress>> groups, Set<String> devices) {
  /** Nothing is fenced. */
  public static final FenceShape NONE = new FenceShape(Map.of(), Set.of());

  /**
   * A shape.
   *
   * @throws IllegalArgumentException for a name that is none, or an address in two groups
   */
  public FenceShape {
    devices = Set.copyOf(devices);
    Map<String, Set<IpAddress>> copy = new HashMap<>();
    Set<IpAddress> all = new HashSet<>();
    groups.forEach(
        (group, addresses) -> {
          if (!group.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,127}")) {
            throw new IllegalArgumentException("no name of a group: " + group);
          }
          for (IpAddress address : addresses) {
            if (!all.add(address)) {
              throw new IllegalArgumentException(address + " is in two groups");
            }
          }
          copy.put(group, Set.copyOf(addresses));
        });
    groups = Map.copyOf(copy);
  }
}
