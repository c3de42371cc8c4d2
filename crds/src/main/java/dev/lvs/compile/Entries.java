package dev.lvs.compile;

import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Order and union of what plans hold. */
final class Entries {
  /** By address, as a number, then port: what the kernel tells destinations apart by. */
  static final Comparator<PlannedDestination> DESTINATIONS =
      Comparator.comparing(
              (PlannedDestination destination) -> IpAddress.parse(destination.address()))
          .thenComparingInt(PlannedDestination::port);

  /** By VIP, then method and tunnel. */
  static final Comparator<HiddenVip> HIDDEN_VIPS =
      Comparator.comparing((HiddenVip vip) -> IpAddress.parse(vip.address()))
          .thenComparing(HiddenVip::method)
          .thenComparing(HiddenVip::realServerAddress)
          .thenComparing(vip -> String.valueOf(vip.tunnel()));

  private Entries() {}

  /** The sources of both, each once, sorted. */
  static List<String> union(Collection<String> one, Collection<String> other) {
    return List.copyOf(new TreeSet<>(Stream.concat(one.stream(), other.stream()).toList()));
  }
}
