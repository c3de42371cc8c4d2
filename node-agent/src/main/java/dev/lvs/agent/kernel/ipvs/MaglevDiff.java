package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import dev.lvs.ipvs.DestinationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Diff of the destinations of one virtual server of mh, after which its lookup table is the same on
 * every director that has the same plan: only so the connections of clients go on by another
 * director.
 *
 * <p>The kernel fills that table in the order of its list, to the head of which a destination is
 * added, by the last weight above 0 of each ({@code ip_vs_mh_populate},
 * net/netfilter/ipvs/ip_vs_mh.c; {@code __ip_vs_update_dest}, ip_vs_ctl.c). Both come from what has
 * happened. So the destinations are kept in the order of their addresses and ports, and each is
 * given the weight that it has in the plan before it gets weight 0.
 *
 * <p>There is one way to move a destination: to delete it and to add it again at once. From its
 * trash the kernel takes it back with its connections and counters ({@code ip_vs_trash_get_dest});
 * a packet that comes in between is dropped, and sent again by its client. What stands in order
 * from the last one of the list on stays where it is. Settings that the kernel may refuse are given
 * only to one that is in place again.
 *
 * <p>With destinations of others in it the order is left alone: the table of another director does
 * not have them.
 */
final class MaglevDiff {
  private final VirtualServer wanted;
  private final Map<DestinationKey, DestinationSettings> present;
  private final Map<DestinationKey, Integer> resting;
  private final Set<DestinationKey> recorded;
  private final boolean adopted;
  private final Steps steps;

  /**
   * @param present as it stands; empty where it is new
   * @param recorded those of its destinations that are ours
   * @param adopted whether the others are to become ours
   */
  MaglevDiff(
      VirtualServer wanted,
      VirtualServer present,
      Set<DestinationKey> recorded,
      boolean adopted,
      Steps steps) {
    this.wanted = wanted;
    this.present = present.destinations();
    this.resting = present.resting();
    this.recorded = recorded;
    this.adopted = adopted;
    this.steps = steps;
  }

  /** Adds and edits. */
  void makeReady() {
    SortedMap<DestinationKey, DestinationSettings> inOrder = new TreeMap<>(wanted.destinations());
    Set<DestinationKey> displaced = displaced(inOrder);
    inOrder.forEach((key, value) -> makeReady(key, value, displaced.contains(key)));
  }

  private void makeReady(DestinationKey key, DestinationSettings value, boolean isDisplaced) {
    DestinationSettings before = present.get(key);
    if (before == null) {
      add(key, value.withWeight(hashed(key, value)), value);
    } else if (isDisplaced) {
      move(key, before, value);
    } else if (adopted || recorded.contains(key)) {
      edit(key, before, value);
    } else {
      steps.leave(new Foreign.Destination(wanted.key(), key, !value.equals(before)));
    }
  }

  /** Returns those that stand behind one before which they belong. */
  private Set<DestinationKey> displaced(Map<DestinationKey, DestinationSettings> inOrder) {
    if (!adopted && !recorded.containsAll(present.keySet())) {
      return Set.of();
    }
    // without a weight it is in no place of the table, whatever its own in the list
    List<DestinationKey> order = new ArrayList<>(inOrder.size());
    inOrder.forEach(
        (key, value) -> {
          if (hashed(key, value) > 0) {
            order.add(key);
          }
        });
    int settled = 0;
    for (DestinationKey key : new ArrayList<>(present.keySet()).reversed()) {
      if (settled < order.size() && key.equals(order.get(settled))) {
        settled++;
      }
    }
    Set<DestinationKey> displaced = new HashSet<>(order.subList(settled, order.size()));
    displaced.retainAll(present.keySet());
    return displaced;
  }

  /** The weight by which clients are to be hashed to it. */
  private int hashed(DestinationKey key, DestinationSettings value) {
    return value.weight() > 0 ? value.weight() : wanted.resting().getOrDefault(key, 0);
  }

  private void edit(DestinationKey key, DestinationSettings before, DestinationSettings value) {
    int weight = hashed(key, value);
    int now = before.weight() > 0 ? before.weight() : resting.getOrDefault(key, weight);
    boolean isOther = value.weight() == 0 && weight != now;
    if (isOther && weight == 0) {
      // only one that is added has none
      move(key, before, value);
      return;
    }
    if (isOther) {
      steps.add(new EditDestination(wanted.key(), key, value.withWeight(weight)));
    }
    // one to be taken over is edited even if it is as it should be: so it gets into the ledger
    if (isOther || !value.equals(before) || !recorded.contains(key)) {
      steps.add(new EditDestination(wanted.key(), key, value));
    }
  }

  private void move(DestinationKey key, DestinationSettings before, DestinationSettings value) {
    steps.add(new DeleteDestination(wanted.key(), key));
    add(key, before.withWeight(hashed(key, value)), value);
  }

  private void add(DestinationKey key, DestinationSettings first, DestinationSettings then) {
    steps.add(new AddDestination(wanted.key(), key, first));
    if (!then.equals(first)) {
      steps.add(new EditDestination(wanted.key(), key, then));
    }
  }
}
