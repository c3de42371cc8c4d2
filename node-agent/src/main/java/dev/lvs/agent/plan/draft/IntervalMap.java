package dev.lvs.agent.plan.draft;

import dev.lvs.ipvs.VipPorts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Map of non-overlapping port intervals of VIPs to values: nf_tables refuses an interval that
 * overlaps another of its set, and with it the whole transaction ({@code nft_pipapo_insert},
 * net/netfilter/nft_set_pipapo.c). The first entry of an overlap keeps its ports.
 */
final class IntervalMap<V> {
  private static final int LAST = 0xffff;

  private final TreeMap<VipPorts, V> entries = new TreeMap<>();

  /**
   * Gives a value to those ports that have none.
   *
   * @return the parts of {@code wanted} that it was given to, which cover no others
   */
  List<VipPorts> put(VipPorts wanted, V value) {
    List<VipPorts> free = free(wanted);
    free.forEach(ports -> entries.put(ports, value));
    return free;
  }

  /** The parts of these ports that have a value already, with it. */
  SortedMap<VipPorts, V> taken(VipPorts wanted) {
    SortedMap<VipPorts, V> taken = new TreeMap<>();
    overlapping(wanted)
        .forEach(
            (ports, value) ->
                taken.put(
                    part(
                        wanted,
                        Math.max(wanted.first(), ports.first()),
                        Math.min(wanted.last(), ports.last())),
                    value));
    return taken;
  }

  /** The parts of these ports that have no value. */
  List<VipPorts> free(VipPorts wanted) {
    List<VipPorts> free = new ArrayList<>();
    int next = wanted.first();
    for (VipPorts taken : overlapping(wanted).keySet()) {
      if (taken.first() > next) {
        free.add(part(wanted, next, taken.first() - 1));
      }
      next = taken.last() + 1;
    }
    if (next <= wanted.last()) {
      free.add(part(wanted, next, wanted.last()));
    }
    return free;
  }

  Map<VipPorts, V> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  /** They follow each other: what does not overlap has its last ports in the order of its first. */
  private SortedMap<VipPorts, V> overlapping(VipPorts wanted) {
    VipPorts before = entries.floorKey(part(wanted, wanted.first(), wanted.first()));
    VipPorts from =
        before != null && before.overlaps(wanted)
            ? before
            : part(wanted, wanted.first(), wanted.first());
    return entries.subMap(from, true, part(wanted, wanted.last(), LAST), true);
  }

  private static VipPorts part(VipPorts of, int first, int last) {
    return new VipPorts(of.vip(), of.protocol(), first, last);
  }
}
