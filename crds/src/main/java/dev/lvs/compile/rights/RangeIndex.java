package dev.lvs.compile.rights;

import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the owners of the ranges that contain an address, in O(log n) where few overlap.
 *
 * <p>Ranges are sorted by their first address, and each has beside it the highest last address of
 * those up to it: a look-up goes back from the last range that begins at or before the address
 * until none before reaches far enough.
 */
final class RangeIndex<T> {
  private final List<Entry<T>> entries = new ArrayList<>();
  private final List<IpAddress> reach = new ArrayList<>();
  private final SortedMap<Integer, T> everywhere = new TreeMap<>();
  private int count;

  /** A range, its owner, and the position of the owner among all. */
  private record Entry<T>(AddressRange range, int place, T owner) {}

  /** Adds an owner, after those that were added before. */
  void add(T owner, List<AddressRange> ranges) {
    ranges.forEach(range -> entries.add(new Entry<>(range, count, owner)));
    count++;
    reach.clear();
  }

  /** Adds an owner that counts as one of every address. */
  void addEverywhere(T owner) {
    everywhere.put(count++, owner);
  }

  /** Those that have the address, in the order in which they were added. */
  List<T> holding(IpAddress address) {
    if (reach.isEmpty()) {
      sort();
    }
    SortedMap<Integer, T> holding = new TreeMap<>(everywhere);
    for (int i = lastBegun(address); i >= 0 && reach.get(i).compareTo(address) >= 0; i--) {
      Entry<T> entry = entries.get(i);
      if (entry.range().contains(address)) {
        holding.put(entry.place(), entry.owner());
      }
    }
    return List.copyOf(holding.values());
  }

  private void sort() {
    entries.sort(Comparator.comparing(entry -> entry.range().first()));
    for (Entry<T> entry : entries) {
      IpAddress last = entry.range().last();
      reach.add(reach.isEmpty() || last.compareTo(reach.getLast()) > 0 ? last : reach.getLast());
    }
  }

  /** The last range that does not begin after the address; -1 where each does. */
  private int lastBegun(IpAddress address) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).range().first().compareTo(address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
