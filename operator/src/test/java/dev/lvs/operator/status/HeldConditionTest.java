package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.GroupLease;
import dev.lvs.operator.status.node.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holder of a DirectorGroup's VIPs in its status, from the group's Lease. */
class HeldConditionTest {
  private static final GroupLease ONE =
      new GroupLease.Held("edge-1", 3, Duration.ZERO, OnApiOutage.HOLD);
  private static final GroupLease OTHER =
      new GroupLease.Held("edge-2", 4, Duration.ZERO, OnApiOutage.HOLD);

  private final MutableClock clock = new MutableClock();

  @Test
  void namesTheHolderAndSinceWhen() {
    DirectorGroupStatus status = status(null, ONE);
    clock.passes(Duration.ofHours(1));
    DirectorGroupStatus later = status(status, ONE);

    assertThat(SaidConditions.of(status))
        .contains("Ready=True Ready", "Held=True Held: edge-1 has the VIPs.");
    assertThat(status.holder()).isEqualTo(new VipHolder("edge-1", "2026-01-01T00:00:00Z", 3));
    assertThat(later).isEqualTo(status);
    assertThat(DirectorGroupStatuses.told(status, later)).isEmpty();
  }

  @Test
  void tellsOfAMoveOnce() {
    DirectorGroupStatus status = status(null, ONE);
    clock.passes(Duration.ofHours(1));

    DirectorGroupStatus moved = status(status, OTHER);

    assertThat(moved.holder()).isEqualTo(new VipHolder("edge-2", "2026-01-01T01:00:00Z", 4));
    assertThat(DirectorGroupStatuses.told(status, moved))
        .containsExactly(
            new EventMessage(false, "Moved", "edge-2 has the VIPs; edge-1 had them before."));
  }

  @Test
  void isNotReadyWhereNobodyHasTheVips() {
    DirectorGroupStatus status = status(status(null, ONE), new GroupLease.Free());

    assertThat(SaidConditions.of(status))
        .contains("Ready=False NobodyHolds", "Held=False NobodyHolds: No director has the VIPs.");
    assertThat(status.holder()).isNull();
  }

  @Test
  void doesNotKnowOfAHolderThatIsSilent() {
    GroupLease silent = new GroupLease.Held("edge-1", 3, Duration.ofSeconds(30), OnApiOutage.HOLD);

    assertThat(SaidConditions.of(status(null, silent)))
        .contains(
            "Ready=Unknown HolderSilent", "Held=Unknown HolderSilent: The Lease is of edge-1");
  }

  /** With Release the token is over before the Lease is; with another plan it may not be. */
  @Test
  void knowsThatNobodyHasTheVipsOfALeaseThatExpiredWhereItIsReleased() {
    Duration longAgo = Duration.ofSeconds(30);
    DirectorGroupStatus before = status(null, ONE);

    DirectorGroupStatus status =
        status(before, new GroupLease.Held("edge-1", 3, longAgo, OnApiOutage.RELEASE));

    assertThat(SaidConditions.of(status))
        .contains("Ready=False LeaseExpired", "Held=False LeaseExpired: No director has the VIPs");
    assertThat(status.holder()).isNull();
    assertThat(
            SaidConditions.of(
                status(before, new GroupLease.Held("edge-3", 3, longAgo, OnApiOutage.RELEASE))))
        .contains("Held=Unknown HolderSilent");
  }

  @Test
  void doesNotKnowWhatCannotBeRead() {
    DirectorGroupStatus before = status(null, ONE);

    DirectorGroupStatus status = status(before, new GroupLease.Unreadable("forbidden"));

    assertThat(SaidConditions.of(status)).contains("Ready=Unknown LeaseUnreadable", "(forbidden)");
    assertThat(status.holder()).isEqualTo(before.holder());
  }

  @Test
  void waitsForTheFirstToAsk() {
    assertThat(SaidConditions.of(status(null, new GroupLease.Untold())))
        .contains("Ready=Unknown Pending", "Held=Unknown Pending: Who has the VIPs is not known");
  }

  private DirectorGroupStatus status(@Nullable DirectorGroupStatus before, GroupLease lease) {
    return new DirectorGroupStatuses(clock)
        .next(
            before,
            "DirectorGroup edge",
            new Facts.OfGroup(1, List.of(), new TreeMap<>(Map.of("edge-1", 1, "edge-2", 1))),
            Map.of("edge-1", report("edge-1"), "edge-2", report("edge-2")),
            Optional.of(lease));
  }

  private static NodeReport report(String node) {
    return new NodeReport(node, true, 1, Optional.empty(), Map.of());
  }
}
