package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.PlannedDestination;
import java.util.Comparator;

/** Sort orders of the entries of plans. */
final class Entries {
  /** By address, as a number, then port: what the kernel tells destinations apart by. */
  static final Comparator<PlannedDestination> DESTINATIONS =
      Comparator.comparing(PlannedDestination::address).thenComparingInt(PlannedDestination::port);

  /** By VIP, then method and tunnel. */
  static final Comparator<HiddenVip> HIDDEN_VIPS =
      Comparator.comparing(HiddenVip::address)
          .thenComparing(HiddenVip::method)
          .thenComparing(HiddenVip::realServerAddress)
          .thenComparing(vip -> String.valueOf(vip.tunnel()));

  private Entries() {}
}
