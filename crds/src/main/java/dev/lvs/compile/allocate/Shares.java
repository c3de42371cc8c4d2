package dev.lvs.compile.allocate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Divides things among nodes so that each has its own, about as many as any other, and without
 * knowledge of the division before: agents that read a directory of manifests compute it each for
 * itself, whatever they have seen before.
 *
 * <p>Each node ranks the things, and each thing the nodes, in an order that depends on the two
 * names alone; the division is the stable matching (Gale and Shapley) of these. It does not depend
 * on the order of asking, and a node that joins takes only what would rather have it.
 */
final class Shares<T extends Comparable<T>> {
  private final SortedMap<String, List<T>> held = new TreeMap<>();
  private final Map<T, String> holders = new HashMap<>();

  private Shares(Collection<String> nodes) {
    nodes.forEach(node -> held.put(node, new ArrayList<>()));
  }

  /**
   * Returns what each node has, sorted; nothing where there are fewer things than nodes.
   *
   * @param most the most that one node gets
   */
  static <T extends Comparable<T>> SortedMap<String, List<T>> of(
      Collection<T> things, Collection<String> nodes, int most) {
    Shares<T> shares = new Shares<>(nodes);
    int each = nodes.isEmpty() ? 0 : Math.min(most, things.size() / nodes.size());
    if (each > 0) {
      shares.match(things, each);
    }
    if (each > 0 && each < most) {
      Set<T> rest = new HashSet<>(things);
      rest.removeAll(shares.holders.keySet());
      Shares<T> second = new Shares<>(nodes);
      second.match(rest, 1);
      second.held.forEach((node, one) -> shares.held(node).addAll(one));
    }
    shares.held.values().forEach(share -> share.sort(Comparator.naturalOrder()));
    return shares.held;
  }

  private List<T> held(String node) {
    return held.computeIfAbsent(node, _ -> new ArrayList<>());
  }

  /**
   * Nodes ask for one thing after the other; a thing leaves a node for one that it ranks higher.
   */
  private void match(Collection<T> things, int each) {
    Map<String, Iterator<T>> wishes = new HashMap<>();
    held.keySet().forEach(node -> wishes.put(node, ranked(node, things).iterator()));
    Deque<String> asking = new ArrayDeque<>(held.keySet());
    while (!asking.isEmpty()) {
      String node = asking.pop();
      Iterator<T> wish = wishes.getOrDefault(node, List.<T>of().iterator());
      while (held(node).size() < each && wish.hasNext()) {
        T thing = wish.next();
        String holder = holders.get(thing);
        if (holder == null || rank(node, thing) > rank(holder, thing)) {
          holders.put(thing, node);
          held(node).add(thing);
          if (holder != null) {
            held(holder).remove(thing);
            asking.push(holder);
          }
        }
      }
    }
  }

  private List<T> ranked(String node, Collection<T> things) {
    return things.stream()
        .sorted(
            Comparator.comparingLong((T thing) -> rank(node, thing))
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** A number that looks like chance (the finisher of MurmurHash3); equal ones hardly occur. */
  private long rank(String node, T thing) {
    long hash = 0;
    String both = node + " " + thing;
    for (int i = 0; i < both.length(); i++) {
      hash = 31 * hash + both.charAt(i);
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
