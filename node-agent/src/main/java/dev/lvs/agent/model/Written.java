package dev.lvs.agent.model;

import java.util.Map;
import java.util.Set;

/**
 * Values that the agent gave to settings of the kernel, to tell them from values that others set
 * since. Of one that is being changed both values count.
 *
 * @param sysctls by path
 * @param timeouts in seconds
 */
public record Written(Map<String, Set<String>> sysctls, Map<Timeout, Set<Integer>> timeouts) {
  /** Nothing is known: whatever is found is taken for ours. */
  public static final Written UNKNOWN = new Written(Map.of(), Map.of());

  public Written {
    sysctls = Map.copyOf(sysctls);
    timeouts = Map.copyOf(timeouts);
  }

  /** Returns whether a sysctl of ours has a value that we gave it. */
  public boolean isOurs(String path, String value) {
    return sysctls.getOrDefault(path, Set.of(value)).contains(value);
  }

  /** Returns whether a timeout of ours has a value that we gave it. */
  public boolean isOurs(Timeout timeout, int seconds) {
    return timeouts.getOrDefault(timeout, Set.of(seconds)).contains(seconds);
  }
}
