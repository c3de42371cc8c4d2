package dev.lvs.ipvs.table;

import static java.util.Objects.requireNonNull;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Destinations of one service in their order, with a value for each: an immutable map. A copy of
 * one is the table itself, so that content that did not change between two observations of the
 * kernel is the same object.
 *
 * @param <V> what there is of a destination beside its key
 */
public final class DestinationTable<V> extends AbstractMap<DestinationKey, V> {
  private static final DestinationTable<?> EMPTY =
      new DestinationTable<>(DestinationKeys.NONE, null);

  private final DestinationKeys keys;

  /** By {@link Column}. */
  private final @Nullable Object values;

  private DestinationTable(DestinationKeys keys, @Nullable Object values) {
    this.keys = keys;
    this.values = values;
  }

  /** No destination. */
  @SuppressWarnings("unchecked") // it has no value
  public static <V> DestinationTable<V> empty() {
    return (DestinationTable<V>) EMPTY;
  }

  /** The entries of a map in its order. */
  public static <V> DestinationTable<V> copyOf(Map<DestinationKey, V> map) {
    if (map instanceof DestinationTable<V> already) {
      return already;
    }
    Builder<V> copy = new Builder<>(map.size());
    map.forEach(copy::put);
    return copy.build();
  }

  /** Collects the destinations of a table. */
  public static final class Builder<V> {
    private final KeyArrays keys;
    private final Column<V> values = new Column<>();

    /** Of so many, if it is known. */
    public Builder(int expected) {
      keys = new KeyArrays(expected);
    }

    /** Adds a destination behind the others, or gives the one with its key another value. */
    public void put(DestinationKey key, V value) {
      IpAddress address = key.address();
      put(address.family(), address.high(), address.low(), key.port(), value);
    }

    /** The same by the bits of the address, as {@link IpAddress} has them. */
    public void put(AddressFamily family, long high, long low, int port, V value) {
      int row = keys.rowOf(family, high, low, port);
      if (row >= 0) {
        values.set(row, value);
      } else {
        keys.add(family, high, low, port);
        values.add(value);
      }
    }

    /** Adds a number of destinations that another table begins with, before any other. */
    public void putAll(DestinationTable<V> other, int count) {
      for (int row = 0; row < count; row++) {
        keys.add(other.keys.arrays(), row);
        values.add(other.value(row));
      }
    }

    /** The table of them, after which nothing more is added. */
    public DestinationTable<V> build() {
      return keys.size() == 0
          ? empty()
          : new DestinationTable<>(new DestinationKeys(keys.trimmed()), values.packed());
    }
  }

  @Override
  public int size() {
    return keys.size();
  }

  /** The value of one by its place. */
  @SuppressWarnings("unchecked") // only such are added
  public V value(int row) {
    return (V) requireNonNull(Column.get(values, row));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return keys.contains(key);
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int row = key instanceof DestinationKey one ? keys.rowOf(one) : -1;
    return row < 0 ? null : value(row);
  }

  @Override
  public void forEach(BiConsumer<? super DestinationKey, ? super V> action) {
    for (int row = 0; row < size(); row++) {
      action.accept(keys.get(row), value(row));
    }
  }

  @Override
  public DestinationKeys keySet() {
    return keys;
  }

  @Override
  public Collection<V> values() {
    return new AbstractCollection<>() {
      @Override
      public int size() {
        return keys.size();
      }

      @Override
      public Iterator<V> iterator() {
        return DestinationKeys.iterator(size(), DestinationTable.this::value);
      }
    };
  }

  @Override
  public Set<Map.Entry<DestinationKey, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.size();
      }

      @Override
      public Iterator<Map.Entry<DestinationKey, V>> iterator() {
        return DestinationKeys.iterator(size(), row -> Map.entry(keys.get(row), value(row)));
      }
    };
  }

  /** Returns whether these are the same destinations, and in the same order. */
  public boolean isInOrderOf(DestinationTable<V> other) {
    return keys.isInOrderOf(other.keys) && Column.areAlike(values, other.values);
  }

  /** As every map, whatever the order; creates no key to be compared with another table. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof DestinationTable<?> table)) {
      return super.equals(other);
    }
    if (this == other) {
      return true;
    }
    if (size() != table.size()) {
      return false;
    }
    KeyArrays ours = keys.arrays();
    KeyArrays theirs = table.keys.arrays();
    for (int row = 0; row < size(); row++) {
      int same = theirs.is(row, ours, row) ? row : theirs.rowOf(ours, row);
      if (same < 0 || !value(row).equals(table.value(same))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int row = 0; row < size(); row++) {
      hash += keys.arrays().hash(row) ^ value(row).hashCode();
    }
    return hash;
  }
}
