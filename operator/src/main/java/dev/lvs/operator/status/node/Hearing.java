package dev.lvs.operator.status.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Detects which agents are alive, by polling the Leases that they renew.
 *
 * <p>No clock is compared with another, and none is read: an agent is silent when its Lease has not
 * changed for {@link #PATIENCE} polls. While the API server is unreachable there are no polls, so
 * no agent becomes silent by that. Used by one thread.
 */
public final class Hearing {
  /** Looks in a row at which a beat may stand still. */
  public static final int PATIENCE = 4;

  /**
   * Looks at which the beat of a node without a plan has to move before it is believed: the last
   * beat may come late.
   */
  private static final int PROOF = 2;

  /** Last observation of one node. */
  private record Heard(String beat, int still, int moved) {
    /** Returns whether the last look has seen it move, and so many looks in all. */
    boolean hasJustMoved(int times) {
      return still == 0 && moved >= times;
    }

    /** Returns what the next look makes of it. */
    Heard next(String now) {
      return now.isEmpty() || now.equals(beat)
          ? new Heard(beat, still + 1, moved)
          : new Heard(now, 0, moved + 1);
    }
  }

  private final Map<String, Heard> planned = new HashMap<>();
  private final Map<String, Heard> unplanned = new HashMap<>();

  /**
   * Result of one poll.
   *
   * @param silent nodes that have a plan, and whose agent was not recorded as silent until now
   * @param heard nodes whose agent was recorded as silent, and is alive
   * @param asking nodes without a plan whose agent is alive, and may hold something
   */
  public record Found(Set<String> silent, Set<String> heard, Set<String> asking) {}

  /**
   * Looks once.
   *
   * @param beats what the agents renew, by node
   * @param plans whether each node that has a plan is said to be silent now
   */
  public Found look(Map<String, String> beats, Map<String, Boolean> plans) {
    Set<String> silent = new TreeSet<>();
    Set<String> heard = new TreeSet<>();
    planned.keySet().retainAll(plans.keySet());
    plans.forEach(
        (node, saidSilent) -> {
          Heard now = advance(planned, node, beats.getOrDefault(node, ""));
          if (saidSilent && now.hasJustMoved(1)) {
            heard.add(node);
          } else if (!saidSilent && now.still() >= PATIENCE) {
            silent.add(node);
          }
        });
    return new Found(silent, heard, asking(beats, plans.keySet()));
  }

  private Set<String> asking(Map<String, String> beats, Set<String> plans) {
    Set<String> without = new HashSet<>(beats.keySet());
    without.removeAll(plans);
    unplanned.keySet().retainAll(without);
    Set<String> asking = new TreeSet<>();
    for (String node : without) {
      if (advance(unplanned, node, beats.getOrDefault(node, "")).hasJustMoved(PROOF)) {
        asking.add(node);
      }
    }
    return asking;
  }

  private static Heard advance(Map<String, Heard> known, String node, String beat) {
    Heard last = known.get(node);
    Heard now = last == null ? new Heard(beat, 0, 0) : last.next(beat);
    known.put(node, now);
    return now;
  }
}
