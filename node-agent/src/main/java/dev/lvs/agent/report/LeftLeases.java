package dev.lvs.agent.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says which Leases of its plan a director leaves to others, and why. */
final class LeftLeases {
  private LeftLeases() {}

  /**
   * One sentence for each, to follow others.
   *
   * @param left why, as a clause, by the name of the Lease
   */
  static String of(Map<String, String> left) {
    return new TreeMap<>(left)
        .entrySet().stream()
            .map(
                one ->
                    " Lease %s is left to other directors: %s."
                        .formatted(one.getKey(), one.getValue()))
            .collect(Collectors.joining());
  }
}
