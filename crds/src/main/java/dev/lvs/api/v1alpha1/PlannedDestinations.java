package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNull;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of one service by columns: a plan may have a hundred thousand, and those of one
 * service differ in little else than their addresses. Immutable; each destination object is created
 * on access.
 */
final class PlannedDestinations extends AbstractList<PlannedDestination> implements RandomAccess {
  private static final List<Function<PlannedDestination, @Nullable Object>> COLUMNS =
      List.of(
          PlannedDestination::port,
          PlannedDestination::method,
          PlannedDestination::weight,
          PlannedDestination::thresholds,
          PlannedDestination::tunnel,
          PlannedDestinations::source);

  /** Which of them is that of {@link PlannedDestination#method}. */
  private static final int METHOD = 1;

  private static final int SOURCE = 5;

  private final int size;

  /** Bits of IPv4 addresses, both halves of IPv6 ones, or the addresses where there are both. */
  private final Object addresses;

  /** Of each column the value that all have, or an array of what each has. */
  private final @Nullable Object[] columns = new @Nullable Object[COLUMNS.size()];

  private PlannedDestinations(List<PlannedDestination> rows) {
    size = rows.size();
    addresses = addresses(rows.stream().map(PlannedDestination::address).toList());
    for (int column = 0; column < columns.length; column++) {
      columns[column] = column(rows, COLUMNS.get(column));
    }
  }

  private static Object addresses(List<IpAddress> all) {
    if (all.stream().allMatch(one -> one.family() == AddressFamily.IPV4)) {
      return all.stream().mapToInt(one -> (int) one.low()).toArray();
    }
    if (all.stream().allMatch(one -> one.family() == AddressFamily.IPV6)) {
      long[] halves = new long[2 * all.size()];
      for (int row = 0; row < all.size(); row++) {
        halves[2 * row] = all.get(row).high();
        halves[2 * row + 1] = all.get(row).low();
      }
      return halves;
    }
    return all.toArray(IpAddress[]::new);
  }

  private static @Nullable Object column(
      List<PlannedDestination> rows, Function<PlannedDestination, @Nullable Object> of) {
    @Nullable Object[] values = new @Nullable Object[rows.size()];
    boolean same = true;
    for (int row = 0; row < values.length; row++) {
      values[row] = of.apply(rows.get(row));
      same &= Objects.equals(values[row], values[0]);
    }
    return same ? values[0] : values;
  }

  /** As text, which is one for all services that a real server stands in. */
  private static @Nullable String source(PlannedDestination row) {
    return row.source() == null ? null : row.source().toString().intern();
  }

  /** These destinations in their order. */
  static List<PlannedDestination> copyOf(List<PlannedDestination> rows) {
    if (rows.isEmpty() || rows instanceof PlannedDestinations) {
      return rows.isEmpty() ? List.of() : rows;
    }
    return new PlannedDestinations(rows);
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
    String source = sourceText(row);
    return new PlannedDestination(
        address(row),
        (int) requireNonNull(at(0, row)),
        (ForwardingMode) requireNonNull(at(METHOD, row)),
        (int) requireNonNull(at(2, row)),
        (Thresholds) at(3, row),
        (Tunnel) at(4, row),
        source == null ? null : ResourceName.parse(source));
  }

  /** The source of one as text, the same object in every service. */
  @Nullable String sourceText(int row) {
    return (String) at(SOURCE, row);
  }

  private IpAddress address(int row) {
    return switch (addresses) {
      case int[] bits -> IpAddress.ipv4(bits[row]);
      case long[] halves -> IpAddress.ipv6(halves[2 * row], halves[2 * row + 1]);
      default -> ((IpAddress[]) addresses)[row];
    };
  }

  private @Nullable Object at(int column, int row) {
    return columns[column] instanceof Object[] each ? each[row] : columns[column];
  }

  /** As every list; of two such as this no destination is made. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlannedDestinations others
        ? size == others.size
            && Objects.deepEquals(addresses, others.addresses)
            && Arrays.deepEquals(columns, others.columns)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
