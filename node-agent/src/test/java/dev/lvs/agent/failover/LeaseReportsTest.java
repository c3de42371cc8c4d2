package dev.lvs.agent.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.LeaseReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reports of Leases, which change only with what they say. */
class LeaseReportsTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final LeaseReports reports = new LeaseReports(() -> now);

  @Test
  void aRenewalChangesNothing() {
    List<LeaseReport> first = reports.of(List.of(sight(GroupStanding.HOLDER)), _ -> macs());
    now = now.plusSeconds(60);

    assertThat(reports.of(List.of(sight(GroupStanding.HOLDER)), _ -> macs())).isEqualTo(first);
    assertThat(first)
        .containsExactly(
            new LeaseReport(
                "lvs-edge-0",
                GroupStanding.HOLDER,
                "2026-01-01T00:00:00Z",
                null,
                List.of("02:00:00:00:00:01"),
                List.of()));
  }

  @Test
  void anotherStandingBeginsAnew() {
    reports.of(List.of(sight(GroupStanding.HOLDER)), _ -> macs());
    now = now.plusSeconds(60);

    LeaseReport next =
        reports.of(List.of(sight(GroupStanding.HOLDER_WITHOUT_API)), _ -> macs()).getFirst();

    assertThat(next.state()).isEqualTo(GroupStanding.HOLDER_WITHOUT_API);
    assertThat(next.since()).isEqualTo("2026-01-01T00:01:00Z");
  }

  @Test
  void aGroupThatIsGoneIsForgotten() {
    reports.of(List.of(sight(GroupStanding.WAITING)), _ -> macs());
    assertThat(reports.of(List.of(), _ -> macs())).isEmpty();
    now = now.plusSeconds(60);

    assertThat(reports.of(List.of(sight(GroupStanding.WAITING)), _ -> macs()).getFirst().since())
        .isEqualTo("2026-01-01T00:01:00Z");
  }

  private static List<String> macs() {
    return List.of("02:00:00:00:00:01");
  }

  /** One that was renewed just now. */
  private GroupSight sight(GroupStanding standing) {
    return new GroupSight(
        "lvs-edge-0",
        standing,
        Optional.of("edge-1/0a1b2c3d"),
        Instant.EPOCH,
        now,
        Optional.of(now.plusSeconds(5)),
        Optional.empty(),
        List.of());
  }
}
