package dev.lvs.agent.vrrp;

import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.VrrpReport;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports of the groups of a node: the same as before while they stand as they did. */
final class VrrpReports {
  private final InstantSource clock;
  private Map<String, VrrpReport> last = Map.of();

  /** None yet; {@code clock} is the time of day. */
  VrrpReports(InstantSource clock) {
    this.clock = clock;
  }

  /** Reports with the time of day of this node. */
  VrrpReports() {
    this(InstantSource.system());
  }

  /** How one group stands. */
  record Sight(String group, GroupStanding standing, Optional<String> why) {}

  /** Returns those of the groups as they are now. */
  List<VrrpReport> of(List<Sight> sights) {
    List<VrrpReport> reports =
        sights.stream()
            .map(
                sight ->
                    new VrrpReport(
                        sight.group(), sight.standing(), since(sight), sight.why().orElse(null)))
            .toList();
    last = reports.stream().collect(Collectors.toMap(VrrpReport::group, one -> one));
    return reports;
  }

  private String since(Sight sight) {
    VrrpReport before = last.get(sight.group());
    return before != null && before.state() == sight.standing()
        ? before.since()
        : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
