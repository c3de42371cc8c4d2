package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.LeaseProfile;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import java.util.Optional;

/** The Lease of a DirectorGroup as each of its directors is to hold it. */
final class LeasePlacement {
  private LeasePlacement() {}

  /** Empty where the directors of the group need none. */
  static Optional<PlannedLease> of(Group group, Host director, DirectorOrders orders) {
    DirectorGroupSpec spec = group.spec();
    Announcement announcement = spec == null ? null : spec.announcement();
    if (announcement == null || announcement.mode() != AnnouncementMode.LEASE) {
      return Optional.empty();
    }
    return Optional.of(
        new PlannedLease(
            name(group),
            Optional.ofNullable(announcement.profile()).orElse(LeaseProfile.STANDARD),
            Optional.ofNullable(announcement.apiOutage()).orElse(OnApiOutage.HOLD),
            orders.rank(group, director),
            StandDowns.of(group, announcement, director).orElse(null)));
  }

  /** The name of the Lease of a group. */
  static String name(Group group) {
    return PlannedLease.nameOf(group.name().name());
  }
}
