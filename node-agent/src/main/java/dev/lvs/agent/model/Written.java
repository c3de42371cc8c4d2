package dev.lvs.agent.model;

import java.util.Map;
import java.util.Set;

/**
 * The values that we gave to settings of the kernel, so that what somebody else set since can be
 * told from them. Of one that is being changed both values are ours.
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

  /** Whether a sysctl of ours has a value that we gave it. */
  public boolean isOurs(String path, String value) {
    return sysctls.getOrDefault(path, Set.of(value)).contains(value);
  }

  /** Whether a timeout of ours has a value that we gave it. */
  public boolean isOurs(Timeout timeout, int seconds) {
    return timeouts.getOrDefault(timeout, Set.of(seconds)).contains(seconds);
  }
}
