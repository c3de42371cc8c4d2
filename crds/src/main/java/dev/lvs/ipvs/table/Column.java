package dev.lvs.ipvs.table;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by row: one where all are equal. Immutable once it is trimmed; until then values are
 * added.
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

  /** Gives back what memory is not needed. */
  Column<V> trim() {
    @Nullable Object @Nullable [] values = each;
    if (values != null) {
      all = values[0];
      boolean same = true;
      for (int row = 1; row < size && same; row++) {
        same = Objects.equals(values[row], all);
      }
      each = same ? null : Arrays.copyOf(values, size);
    }
    return this;
  }

  @SuppressWarnings("unchecked") // only such are added
  @Nullable V get(int row) {
    return (V) (each == null ? all : each[row]);
  }

  /** Gives each value at least once, and once where all are equal. */
  void forEachValue(Consumer<? super V> take) {
    for (int row = 0; row < size && (row == 0 || each != null); row++) {
      V value = get(row);
      if (value != null) {
        take.accept(value);
      }
    }
  }

  /** Whether the rows are the same; both are trimmed. */
  boolean isLike(Column<?> other) {
    return size == other.size && Objects.equals(all, other.all) && Arrays.equals(each, other.each);
  }
}
