package dev.lvs.compile.place;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.LeaseProfile;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.api.v1alpha1.PreferredDirector;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Lease of a DirectorGroup as each of its directors is to hold it. */
final class LeasePlacement {
  private LeasePlacement() {}

  /** Empty where the directors of the group need none. */
  static Optional<PlannedLease> of(Group group, Host director) {
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
            order(group, announcement).indexOf(director.name().name()),
            StandDowns.of(group, announcement, director).orElse(null)));
  }

  /** The directors of a group, those that are preferred first. */
  static List<String> order(Group group, Announcement announcement) {
    Map<String, Integer> weights = new HashMap<>();
    for (PreferredDirector one : announcement.preferred()) {
      weights.put(one.node(), one.weight());
    }
    return group.hosts().stream()
        .map((Host host) -> host.name().name())
        .sorted(
            comparingInt((String name) -> -weights.getOrDefault(name, 0))
                .thenComparing(comparing(name -> name)))
        .toList();
  }

  /** The name of the Lease of a group. */
  static String name(Group group) {
    return PlannedLease.nameOf(group.name().name());
  }
}
