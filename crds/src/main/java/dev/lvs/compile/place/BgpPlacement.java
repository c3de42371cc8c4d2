package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.PlannedBgp;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import java.util.Optional;

/** The VIPs of a DirectorGroup as each of its directors has its BGP speaker announce them. */
final class BgpPlacement {
  private BgpPlacement() {}

  /** Empty where the directors of the group announce them otherwise. */
  static Optional<PlannedBgp> of(Group group, Host director) {
    DirectorGroupSpec spec = group.spec();
    Announcement announcement = spec == null ? null : spec.announcement();
    if (announcement == null || announcement.mode() != AnnouncementMode.BGP) {
      return Optional.empty();
    }
    return Optional.of(
        new PlannedBgp(
            group.name().name(), StandDowns.of(group, announcement, director).orElse(null)));
  }
}
