package dev.lvs.ipvs.table;

import static java.util.Objects.requireNonNull;

import dev.lvs.net.IpAddress;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records that have the key of a destination among other things, in their order: an immutable list.
 * A record is created when it is asked for.
 *
 * @param <T> the record
 * @param <V> what most records of a list have in common
 * @param <S> what each has for itself, or all have in common
 */
public final class DestinationRows<T, V, S> extends AbstractList<T> implements RandomAccess {
  private final Form<T, V, S> form;
  private final KeyArrays keys;

  /** By {@link Column}, as the other one. */
  private final @Nullable Object common;

  private final @Nullable Object own;

  /** Takes records apart and puts them together again. */
  public interface Form<T, V, S> {
    IpAddress address(T row);

    int port(T row);

    V common(T row);

    @Nullable S own(T row);

    /** The record of these. */
    T row(IpAddress address, int port, V common, @Nullable S own);
  }

  private DestinationRows(Form<T, V, S> form, List<T> rows) {
    this.form = form;
    KeyArrays all = new KeyArrays(rows.size());
    Column<V> commons = new Column<>();
    Column<S> owns = new Column<>();
    for (T row : rows) {
      IpAddress address = form.address(row);
      all.add(address.family(), address.high(), address.low(), form.port(row));
      commons.add(form.common(row));
      owns.add(form.own(row));
    }
    keys = all.trimmed();
    common = commons.packed();
    own = owns.packed();
  }

  /** These records in their order. */
  public static <T, V, S> List<T> copyOf(Form<T, V, S> form, List<T> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    return rows instanceof DestinationRows<?, ?, ?> already && already.form.equals(form)
        ? rows
        : new DestinationRows<>(form, rows);
  }

  /**
   * Takes what rows have in common, each at least once, and once where all are equal; no record is
   * created.
   *
   * @param rows what {@link #copyOf} gave
   */
  @SuppressWarnings("unchecked") // its own form took them apart
  public static <T, V, S> void forEachCommon(
      Form<T, V, S> form, List<T> rows, Consumer<? super V> take) {
    if (rows instanceof DestinationRows<?, ?, ?> known && known.form.equals(form)) {
      Column.forEachValue(known.common, value -> take.accept((V) value));
    } else {
      rows.forEach(row -> take.accept(form.common(row)));
    }
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  @SuppressWarnings("unchecked") // its form took them apart
  public T get(int row) {
    Objects.checkIndex(row, keys.size());
    return form.row(
        keys.address(row),
        keys.port(row),
        (V) requireNonNull(Column.get(common, row)),
        (S) Column.get(own, row));
  }

  /** As every list; of two such as this no record is created. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof DestinationRows<?, ?, ?> rows)) {
      return super.equals(other);
    }
    return this == other
        || (form.equals(rows.form)
            && keys.isLike(rows.keys)
            && Column.areAlike(common, rows.common)
            && Column.areAlike(own, rows.own));
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
