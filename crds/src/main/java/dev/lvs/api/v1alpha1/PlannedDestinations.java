package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of one service by columns: a plan may have a hundred thousand, and those of one
 * service differ in little else than their addresses. Immutable; each is made when it is asked for.
 */
final class PlannedDestinations extends AbstractList<PlannedDestination> implements RandomAccess {
  private static final List<Function<PlannedDestination, @Nullable Object>> COLUMNS =
      List.of(
          PlannedDestination::address,
          PlannedDestination::port,
          PlannedDestination::method,
          PlannedDestination::weight,
          PlannedDestination::thresholds,
          PlannedDestination::tunnel,
          PlannedDestination::source);

  /** Which of them is that of {@link PlannedDestination#method}. */
  private static final int METHOD = 2;

  private final int size;

  /** Of each column the value that all have, or an array of what each has. */
  private final @Nullable Object[] columns = new @Nullable Object[COLUMNS.size()];

  private PlannedDestinations(List<PlannedDestination> rows, UnaryOperator<String> pool) {
    size = rows.size();
    for (int column = 0; column < columns.length; column++) {
      columns[column] = column(rows, COLUMNS.get(column), pool);
    }
  }

  private static @Nullable Object column(
      List<PlannedDestination> rows,
      Function<PlannedDestination, @Nullable Object> of,
      UnaryOperator<String> pool) {
    @Nullable Object[] values = new @Nullable Object[rows.size()];
    boolean same = true;
    for (int row = 0; row < values.length; row++) {
      Object value = of.apply(rows.get(row));
      values[row] = value instanceof String text ? pool.apply(text) : value;
      same &= Objects.equals(values[row], values[0]);
    }
    return same ? values[0] : values;
  }

  /**
   * These destinations in their order.
   *
   * @param owner the resource that the service comes from, as those do that are written in it
   */
  static List<PlannedDestination> copyOf(List<PlannedDestination> rows, @Nullable String owner) {
    if (rows.isEmpty() || rows instanceof PlannedDestinations) {
      return rows.isEmpty() ? List.of() : rows;
    }
    // real servers stand in many services
    return new PlannedDestinations(rows, text -> text.equals(owner) ? owner : text.intern());
  }

  /**
   * The methods of destinations, none of which is made for it.
   *
   * @param rows what {@link #copyOf} gave
   */
  static Set<ForwardingMode> methods(List<PlannedDestination> rows) {
    Set<ForwardingMode> methods = EnumSet.noneOf(ForwardingMode.class);
    if (rows instanceof PlannedDestinations known) {
      for (int row = 0; row < known.size; row++) {
        methods.add((ForwardingMode) requireNonNull(known.at(METHOD, row)));
      }
    }
    return methods;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public PlannedDestination get(int row) {
    Objects.checkIndex(row, size);
    return new PlannedDestination(
        (String) requireNonNull(at(0, row)),
        (int) requireNonNull(at(1, row)),
        (ForwardingMode) requireNonNull(at(METHOD, row)),
        (int) requireNonNull(at(3, row)),
        (Thresholds) at(4, row),
        (Tunnel) at(5, row),
        (String) at(6, row));
  }

  private @Nullable Object at(int column, int row) {
    return columns[column] instanceof Object[] each ? each[row] : columns[column];
  }

  /** As every list; of two such as this no destination is made. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlannedDestinations others
        ? size == others.size && Arrays.deepEquals(columns, others.columns)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
