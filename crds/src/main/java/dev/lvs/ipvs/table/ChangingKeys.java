package dev.lvs.ipvs.table;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.util.BitSet;

/** Keys of destinations while some come and go, in the order in which they came first. */
public final class ChangingKeys {
  private final KeyArrays arrays;
  private final BitSet gone = new BitSet(0);

  /** None yet, of which so many are expected. */
  public ChangingKeys(int expected) {
    arrays = new KeyArrays(expected);
  }

  /** At first these. */
  public static ChangingKeys of(DestinationKeys keys) {
    ChangingKeys all = new ChangingKeys(keys.size());
    for (int row = 0; row < keys.size(); row++) {
      all.arrays.add(keys.arrays(), row);
    }
    return all;
  }

  /** Adds a key; false when it is there. */
  public boolean add(DestinationKey key) {
    int row = rowOf(key);
    if (row < 0) {
      IpAddress address = key.address();
      arrays.add(address.family(), address.high(), address.low(), key.port());
      return true;
    }
    boolean back = gone.get(row);
    gone.clear(row);
    return back;
  }

  /** Takes a key out; false when there is none. */
  public boolean remove(DestinationKey key) {
    int row = rowOf(key);
    boolean ended = row >= 0 && !gone.get(row);
    if (ended) {
      gone.set(row);
    }
    return ended;
  }

  private int rowOf(DestinationKey key) {
    IpAddress address = key.address();
    return arrays.rowOf(address.family(), address.high(), address.low(), key.port());
  }

  /** Those that there are now. */
  public DestinationKeys keys() {
    if (gone.isEmpty()) {
      return new DestinationKeys(arrays.trimmed());
    }
    KeyArrays left = new KeyArrays(arrays.size() - gone.cardinality());
    for (int row = gone.nextClearBit(0); row < arrays.size(); row = gone.nextClearBit(row + 1)) {
      left.add(arrays, row);
    }
    return new DestinationKeys(left.trimmed());
  }
}
