package dev.lvs.ipvs.table;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keys of destinations in their order, each once: an immutable set. Comparing two of them, and
 * {@link #containsAll} of one in another, creates no key.
 */
public final class DestinationKeys extends AbstractSet<DestinationKey> {
  /** No key at all. */
  public static final DestinationKeys NONE = new DestinationKeys(new KeyArrays(0));

  private final KeyArrays arrays;

  /** With arrays that nobody changes any more. */
  DestinationKeys(KeyArrays arrays) {
    this.arrays = arrays;
  }

  /** The keys of a set in its order. */
  public static DestinationKeys copyOf(Collection<DestinationKey> keys) {
    if (keys instanceof DestinationKeys already) {
      return already;
    }
    ChangingKeys copy = new ChangingKeys(keys.size());
    keys.forEach(copy::add);
    return copy.keys();
  }

  @Override
  public int size() {
    return arrays.size();
  }

  /** The address of one. */
  public IpAddress address(int row) {
    return arrays.address(row);
  }

  /** The port of one. */
  public int port(int row) {
    return arrays.port(row);
  }

  /** One as an object. */
  public DestinationKey get(int row) {
    return new DestinationKey(address(row), port(row));
  }

  /** Returns whether one has this address, by its bits as {@link IpAddress} has them, and port. */
  public boolean is(int row, AddressFamily family, long high, long low, int port) {
    return arrays.is(row, family, high, low, port);
  }

  /** The row of a key, less than 0 where it is none of these. */
  public int rowOf(DestinationKey key) {
    IpAddress address = key.address();
    return arrays.rowOf(address.family(), address.high(), address.low(), key.port());
  }

  /** Returns what nobody changes any more. */
  KeyArrays arrays() {
    return arrays;
  }

  /** Returns whether these are the same keys in the same order. */
  public boolean isInOrderOf(DestinationKeys other) {
    return arrays.isLike(other.arrays);
  }

  @Override
  public boolean contains(@Nullable Object key) {
    return key instanceof DestinationKey one && rowOf(one) >= 0;
  }

  @Override
  public boolean containsAll(Collection<?> keys) {
    if (!(keys instanceof DestinationKeys others)) {
      return super.containsAll(keys);
    }
    for (int row = 0; row < others.size(); row++) {
      if (arrays.rowOf(others.arrays, row) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Iterator<DestinationKey> iterator() {
    return iterator(size(), this::get);
  }

  /** Goes through rows in their order. */
  static <T> Iterator<T> iterator(int size, IntFunction<T> at) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public T next() {
        if (next == size) {
          throw new NoSuchElementException();
        }
        return at.apply(next++);
      }
    };
  }

  /** As every set, whatever the order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof Set<?> set && set.size() == size() && containsAll(set));
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int row = 0; row < size(); row++) {
      hash += arrays.hash(row);
    }
    return hash;
  }
}
