package dev.lvs.agent.failover;

import dev.lvs.api.v1alpha1.LeaseReport;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reports of the groups of a node: the same as before while they stand as they did. */
final class LeaseReports {
  private final InstantSource clock;
  private Map<String, LeaseReport> last = Map.of();

  /**
   * None yet.
   *
   * @param clock the time of day
   */
  LeaseReports(InstantSource clock) {
    this.clock = clock;
  }

  /** Reports with the time of day of this node. */
  LeaseReports() {
    this(InstantSource.system());
  }

  /**
   * Returns those of the groups as they are now.
   *
   * @param macs addresses by which a group's VIPs are answered for
   */
  List<LeaseReport> of(List<GroupSight> sights, Function<GroupSight, List<String>> macs) {
    List<LeaseReport> reports =
        sights.stream()
            .map(
                sight ->
                    new LeaseReport(
                        sight.lease(),
                        sight.standing(),
                        since(sight),
                        sight.why().orElse(null),
                        macs.apply(sight),
                        sight.stations()))
            .toList();
    last = reports.stream().collect(Collectors.toMap(LeaseReport::lease, one -> one));
    return reports;
  }

  private String since(GroupSight sight) {
    LeaseReport before = last.get(sight.lease());
    return before != null && before.state() == sight.standing()
        ? before.since()
        : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
