package dev.lvs.agent.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedBgp;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BgpViewTest {
  private static final IpAddress ONE = IpAddress.parse("203.0.113.1");
  private static final IpAddress TWO = IpAddress.parse("203.0.113.2");
  private static final IpAddress THREE = IpAddress.parse("203.0.113.3");
  private static final IpAddress OTHER = IpAddress.parse("2001:db8::1");

  @Test
  void saysOfEachVipWhatKeepsItAway() {
    NodePlanSpec plan =
        new NodePlanSpec(
            "edge-1",
            new DirectorPlan(
                List.of(),
                List.of(
                    vip(ONE, "edge", null),
                    vip(TWO, "edge", null),
                    vip(THREE, "edge", null),
                    vip(OTHER, "leaving", StandDown.CORDONED),
                    new PlannedVip(IpAddress.parse("203.0.113.4"), "eth0", List.of())),
                List.of(),
                List.of()),
            RealServerPlan.EMPTY);

    BgpView view = BgpView.of(plan, Set.of(ONE, OTHER), Set.of(TWO));

    assertThat(view.groups())
        .containsOnlyKeys("edge", "leaving")
        .containsEntry(
            "edge",
            new TreeMap<>(
                Map.of(
                    ONE,
                    "",
                    TWO,
                    "its services have lost their quorum here (whenLost: withdraw)",
                    THREE,
                    "it cannot be served here, see lvs status")));
    assertThat(view.groups().get("leaving"))
        .containsEntry(OTHER, "the node is cordoned, and another director is ready");
  }

  private static PlannedVip vip(IpAddress address, String group, @Nullable StandDown standDown) {
    return new PlannedVip(address, null, List.of()).with(new PlannedBgp(group, standDown));
  }
}
