package dev.lvs.agent.vrrp;

import dev.lvs.api.v1alpha1.VrrpReport;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Groups of a node as they were after a round.
 *
 * @param groups those that are known
 * @param unknown names of others
 * @param why nothing is known of these: a clause
 * @param at the end of that round, by the steady clock
 */
public record VrrpSeen(List<VrrpReport> groups, Set<String> unknown, String why, Instant at) {
  static final VrrpSeen NOTHING = new VrrpSeen(List.of(), Set.of(), "", Instant.EPOCH);

  public VrrpSeen {
    groups = List.copyOf(groups);
    unknown = Set.copyOf(unknown);
  }
}
