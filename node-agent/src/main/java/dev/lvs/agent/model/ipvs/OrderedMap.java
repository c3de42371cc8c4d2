package dev.lvs.agent.model.ipvs;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map that keeps the order in which it was filled, in flat arrays: a table may have a
 * hundred thousand destinations, and the nodes of a linked map would double what they take.
 *
 * <p>A copy of one is the map itself, so that content that did not change between two observations
 * of the kernel is the same object. Going through its keys or values, and {@link #forEach},
 * allocate nothing for an entry.
 */
public final class OrderedMap<K, V> extends AbstractMap<K, V> {
  private static final Map<?, ?> EMPTY = new OrderedMap<>(Map.of());

  private final Object[] keys;
  private final Object[] values;

  /**
   * Places in the arrays plus one, found by hash code and then by trying the next; 0 is free. A
   * power of two of them, at most two thirds of which are taken.
   */
  private final int[] places;

  private OrderedMap(Map<? extends K, ? extends V> filled) {
    int size = filled.size();
    keys = new Object[size];
    values = new Object[size];
    places = new int[Math.max(1, Integer.highestOneBit(size + size / 2) << 1)];
    int next = 0;
    for (Map.Entry<? extends K, ? extends V> entry : filled.entrySet()) {
      keys[next] = entry.getKey();
      values[next] = entry.getValue();
      places[slot(entry.getKey())] = ++next;
    }
  }

  /** The entries of a map in its order. */
  @SuppressWarnings("unchecked") // an empty one has neither
  public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
    if (map.isEmpty()) {
      return (Map<K, V>) EMPTY;
    }
    return map instanceof OrderedMap<K, V> already ? already : new OrderedMap<>(map);
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && places[slot(key)] != 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int place = key == null ? 0 : places[slot(key)];
    return place == 0 ? null : value(place - 1);
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    for (int i = 0; i < keys.length; i++) {
      action.accept(key(i), value(i));
    }
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new InOrder<>(place -> Map.entry(key(place), value(place)));
  }

  @Override
  public Set<K> keySet() {
    return new InOrder<>(this::key) {
      @Override
      public boolean contains(Object key) {
        return containsKey(key);
      }
    };
  }

  @Override
  public Collection<V> values() {
    Set<V> all = new InOrder<>(this::value);
    // not a set itself: two keys may have the same value
    return new AbstractCollection<>() {
      @Override
      public int size() {
        return keys.length;
      }

      @Override
      public Iterator<V> iterator() {
        return all.iterator();
      }
    };
  }

  /** As every map, whatever the order; quick where that is the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    boolean isInOneOrder =
        other instanceof OrderedMap<?, ?> map
            && Arrays.equals(keys, map.keys)
            && Arrays.equals(values, map.values);
    return isInOneOrder || super.equals(other);
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < keys.length; i++) {
      hash += keys[i].hashCode() ^ values[i].hashCode();
    }
    return hash;
  }

  @SuppressWarnings("unchecked")
  private K key(int place) {
    return (K) keys[place];
  }

  @SuppressWarnings("unchecked")
  private V value(int place) {
    return (V) values[place];
  }

  /** Returns where in {@link #places} a key is, or would be. */
  private int slot(Object key) {
    int hash = key.hashCode() * 0x9e3779b9;
    int slot = (hash ^ hash >>> 16) & places.length - 1;
    while (places[slot] != 0 && !keys[places[slot] - 1].equals(key)) {
      slot = slot + 1 & places.length - 1;
    }
    return slot;
  }

  /** Set view of one value for each entry, in the order of the map. */
  private class InOrder<T> extends AbstractSet<T> {
    private final IntFunction<T> at;

    InOrder(IntFunction<T> at) {
      this.at = at;
    }

    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public Iterator<T> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < keys.length;
        }

        @Override
        public T next() {
          if (next == keys.length) {
            throw new NoSuchElementException();
          }
          return at.apply(next++);
        }
      };
    }
  }
}
