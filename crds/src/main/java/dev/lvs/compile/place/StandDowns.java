package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.OnCordon;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import java.util.Optional;

/** Decides which directors are not to have the VIPs of their group, since others can. */
final class StandDowns {
  private StandDowns() {}

  /** A cordon or a shutdown moves VIPs to another director, and takes them from no last one. */
  static Optional<StandDown> of(Group group, Announcement announcement, Host director) {
    return director
        .standDown()
        .filter(
            reason ->
                switch (reason) {
                  case OUT_OF_SERVICE -> true;
                  case SHUTTING_DOWN -> isAnyAvailable(group);
                  case CORDONED ->
                      announcement.onCordon() != OnCordon.STAY && isAnyAvailable(group);
                });
  }

  private static boolean isAnyAvailable(Group group) {
    return group.hosts().stream().anyMatch(StandDowns::isAvailable);
  }

  private static boolean isAvailable(Host director) {
    return director.standDown().isEmpty() && director.ready().orElse(true);
  }
}
