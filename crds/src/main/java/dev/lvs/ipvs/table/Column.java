package dev.lvs.ipvs.table;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by row while they are collected. What comes of them is the value alone where all are
 * equal, as in most columns.
 *
 * @param <V> no {@link Each}
 */
final class Column<V> {
  private int size;

  /** The value of all rows while {@link #each} is null. */
  private @Nullable Object all;

  private @Nullable Object @Nullable [] each;

  void add(@Nullable V value) {
    if (size == 0) {
      all = value;
    } else if (each == null && !Objects.equals(all, value)) {
      each = new @Nullable Object[Math.max(8, 2 * size)];
      Arrays.fill(each, 0, size, all);
    }
    if (each != null) {
      if (each.length == size) {
        each = Arrays.copyOf(each, 2 * size);
      }
      // most are as the one before, and one object is enough for them
      each[size] = Objects.equals(each[size - 1], value) ? each[size - 1] : value;
    }
    size++;
  }

  void set(int row, @Nullable V value) {
    if (Objects.equals(get(row), value)) {
      return;
    }
    if (each == null) {
      each = new @Nullable Object[size];
      Arrays.fill(each, all);
    }
    each[row] = value;
  }

  /**
   * All of them, after which nothing more is added: the one that all rows have, or {@link Each}.
   */
  @Nullable Object packed() {
    @Nullable Object @Nullable [] values = each;
    if (values == null) {
      return all;
    }
    boolean same = true;
    for (int row = 1; row < size && same; row++) {
      same = Objects.equals(values[row], values[0]);
    }
    return same ? values[0] : new Each(Arrays.copyOf(values, size));
  }

  /** Values row by row, of a column in which they differ. */
  private static final class Each {
    private final @Nullable Object[] values;

    Each(@Nullable Object[] values) {
      this.values = values;
    }
  }

  private @Nullable Object get(int row) {
    return each == null ? all : each[row];
  }

  /** Returns what one row has. */
  static @Nullable Object get(@Nullable Object packed, int row) {
    return packed instanceof Each every ? every.values[row] : packed;
  }

  /** Returns whether two have the same rows, of which there are as many. */
  static boolean areAlike(@Nullable Object packed, @Nullable Object other) {
    return (packed instanceof Each every && other instanceof Each others)
        ? Arrays.equals(every.values, others.values)
        : Objects.equals(packed, other);
  }

  /** Gives each value at least once, and once where all are equal. */
  static void forEachValue(@Nullable Object packed, Consumer<Object> take) {
    if (packed instanceof Each every) {
      for (Object value : every.values) {
        if (value != null) {
          take.accept(value);
        }
      }
    } else if (packed != null) {
      take.accept(packed);
    }
  }
}
