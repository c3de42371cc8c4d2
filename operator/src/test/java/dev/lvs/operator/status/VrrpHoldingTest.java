package dev.lvs.operator.status;

import static dev.lvs.api.v1alpha1.GroupStanding.HOLDER;
import static dev.lvs.api.v1alpha1.GroupStanding.NOT_READY;
import static dev.lvs.api.v1alpha1.GroupStanding.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.DirectorNode;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.api.v1alpha1.VrrpReport;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.ServerReport;
import dev.lvs.operator.status.node.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holder of a DirectorGroup's VIPs in its status, where directors have them by VRRP. */
class VrrpHoldingTest {
  private final MutableClock clock = new MutableClock();

  @Test
  void namesTheOneThatSaysSo() {
    DirectorGroupStatus status = status(null, said("edge-1", HOLDER), said("edge-2", WAITING));
    clock.passes(Duration.ofHours(1));
    DirectorGroupStatus later = status(status, said("edge-1", HOLDER), said("edge-2", WAITING));

    assertThat(SaidConditions.of(status))
        .contains("Ready=True Ready", "Held=True Held: edge-1 has the VIPs.");
    assertThat(status.holder()).isEqualTo(new VipHolder("edge-1", "2026-01-01T00:00:00Z", 0));
    assertThat(status.nodes()).extracting(DirectorNode::standing).containsExactly(HOLDER, WAITING);
    assertThat(later).isEqualTo(status);
  }

  @Test
  void tellsOfAMove() {
    DirectorGroupStatus status = status(null, said("edge-1", HOLDER), said("edge-2", WAITING));

    DirectorGroupStatus moved = status(status, said("edge-1", NOT_READY), said("edge-2", HOLDER));

    assertThat(moved.holder()).isEqualTo(new VipHolder("edge-2", "2026-01-01T00:00:00Z", 1));
    assertThat(DirectorGroupStatuses.told(status, moved))
        .containsExactly(
            new EventMessage(false, "Moved", "edge-2 has the VIPs; edge-1 had them before."));
  }

  @Test
  void saysWhyNobodyHasThem() {
    DirectorGroupStatus status = status(null, said("edge-1", NOT_READY), said("edge-2", WAITING));

    assertThat(SaidConditions.of(status))
        .contains(
            "Ready=False NobodyHolds",
            "Held=False NobodyHolds: No director has the VIPs. Not ready: edge-1 (because).");
    assertThat(status.holder()).isNull();
  }

  /** One that lost power said last that it has them. */
  @Test
  void twoThatSaySoAreAConflictOnlyWhenItStaysSo() {
    DirectorGroupStatus one = status(null, said("edge-1", HOLDER), said("edge-2", WAITING));

    DirectorGroupStatus two = status(one, said("edge-1", HOLDER), said("edge-2", HOLDER));
    clock.passes(Duration.ofSeconds(39));
    DirectorGroupStatus still = status(two, said("edge-1", HOLDER), said("edge-2", HOLDER));
    clock.passes(Duration.ofSeconds(1));
    DirectorGroupStatus conflict = status(still, said("edge-1", HOLDER), said("edge-2", HOLDER));
    DirectorGroupStatus stays = status(conflict, said("edge-1", HOLDER), said("edge-2", HOLDER));

    assertThat(SaidConditions.of(still))
        .contains("Ready=Unknown SeveralReport", "Held=Unknown SeveralReport: edge-1");
    assertThat(still.holder()).isEqualTo(one.holder());
    assertThat(SaidConditions.of(conflict))
        .contains("Ready=False AddressConflict", "Held=False AddressConflict: edge-1");
    assertThat(conflict.holder()).isNull();
    assertThat(stays).isEqualTo(conflict);
  }

  @Test
  void doesNotKnowWhatASilentDirectorHas() {
    DirectorGroupStatus one = status(null, said("edge-1", HOLDER), said("edge-2", WAITING));

    DirectorGroupStatus silent = status(one, silent("edge-1"), said("edge-2", WAITING));
    DirectorGroupStatus other = status(silent, silent("edge-1"), said("edge-2", HOLDER));

    assertThat(SaidConditions.of(silent)).contains("Held=Unknown NodeSilent: No director says");
    assertThat(silent.holder()).isEqualTo(one.holder());
    assertThat(silent.nodes().getFirst().standing()).isNull();
    assertThat(SaidConditions.of(other))
        .contains("Held=True Held: edge-2 has the VIPs. Not heard from", "edge-1.");
    assertThat(other.holder()).extracting(VipHolder::node).isEqualTo("edge-2");
  }

  @Test
  void waitsForTheFirstReport() {
    NodeReport mute = new NodeReport("edge-1", true, 1, Optional.empty(), Map.of());

    assertThat(SaidConditions.of(status(null, mute, said("edge-2", WAITING))))
        .contains("Ready=Unknown Pending", "Held=Unknown Pending: No director says");
  }

  private DirectorGroupStatus status(
      @Nullable DirectorGroupStatus before, NodeReport first, NodeReport second) {
    return new DirectorGroupStatuses(clock)
        .nextByVrrp(
            before,
            "DirectorGroup edge",
            new Facts.OfGroup(1, List.of(), new TreeMap<>(Map.of("edge-1", 1, "edge-2", 1))),
            Map.of("edge-1", first, "edge-2", second));
  }

  private static NodeReport said(String node, GroupStanding state) {
    return report(node, Optional.empty(), state);
  }

  /** What it said last was that it has them. */
  private static NodeReport silent(String node) {
    return report(node, Optional.of(new Trouble(Trouble.NODE_SILENT, "it is silent")), HOLDER);
  }

  private static NodeReport report(String node, Optional<Trouble> trouble, GroupStanding state) {
    String why = state == NOT_READY ? "because" : null;
    return new NodeReport(
        node,
        true,
        1,
        trouble,
        Map.of(),
        ServerReport.NONE,
        List.of(),
        List.of(new VrrpReport("edge", state, "2026-01-01T00:00:00Z", why)));
  }
}
