package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The ranges of a pool, in order and without overlap, so that they can be counted. */
final class Ranges {
  private Ranges() {}

  /** Those ranges that can be read; the others are problems of the pool already. */
  static List<AddressRange> of(AddressPool pool) {
    if (pool.getSpec() == null) {
      return List.of();
    }
    List<AddressRange> sorted =
        pool.getSpec().addresses().stream()
            .flatMap(text -> AddressRange.read(text).stream())
            .sorted(Comparator.comparing(AddressRange::first))
            .toList();
    List<AddressRange> joined = new ArrayList<>();
    for (AddressRange range : sorted) {
      if (!joined.isEmpty() && joined.getLast().contains(range.first())) {
        AddressRange last = joined.removeLast();
        IpAddress end = last.last().compareTo(range.last()) > 0 ? last.last() : range.last();
        joined.add(new AddressRange(last.first(), end));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  /** Returns how many addresses of {@code family} there are in {@code ranges}. */
  static BigInteger size(List<AddressRange> ranges, AddressFamily family) {
    return ranges.stream()
        .filter(range -> range.first().family() == family)
        .map(range -> number(range.last()).subtract(number(range.first())).add(BigInteger.ONE))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger number(IpAddress address) {
    return new BigInteger(1, address.toBytes());
  }
}
