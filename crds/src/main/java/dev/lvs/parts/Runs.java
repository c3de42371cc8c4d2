package dev.lvs.parts;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a sequence into runs of a limited weight.
 *
 * <p>What is too heavy is cut in two before the item of the lowest rank, and each half is looked at
 * again. Ranks come from keys alone, so an item whose content changes moves no cut, and one that
 * comes or goes moves one only where its own rank is the lowest of a run: all other runs stay as
 * they are.
 */
final class Runs<T> {
  private final List<Weighed<T>> items;
  private final long limit;
  private final int[] ranks;

  /** Up to each item, the weight of those before it. */
  private final long[] before;

  private final List<List<Weighed<T>>> runs = new ArrayList<>();

  private Runs(List<Weighed<T>> items, long limit) {
    this.items = items;
    this.limit = limit;
    this.ranks = items.stream().mapToInt(Weighed::rank).toArray();
    this.before = new long[items.size() + 1];
    for (int i = 0; i < items.size(); i++) {
      before[i + 1] = before[i] + items.get(i).bytes();
    }
  }

  /** The runs of {@code items}, in order, without weights and keys. */
  static <T> List<List<T>> of(List<Weighed<T>> items, long limit) {
    return cut(items, limit).stream().map(Weighed::values).toList();
  }

  /**
   * The runs of {@code items}, in order; an item that is heavier than the limit is one by itself.
   */
  static <T> List<List<Weighed<T>>> cut(List<Weighed<T>> items, long limit) {
    Runs<T> runs = new Runs<>(items, limit);
    if (!items.isEmpty()) {
      runs.cut(0, items.size());
    }
    return runs.runs;
  }

  private void cut(int from, int to) {
    if (before[to] - before[from] <= limit || to - from == 1) {
      runs.add(List.copyOf(items.subList(from, to)));
      return;
    }
    int lowest = from + 1;
    for (int i = lowest + 1; i < to; i++) {
      if (ranks[i] < ranks[lowest]) {
        lowest = i;
      }
    }
    cut(from, lowest);
    cut(lowest, to);
  }
}
