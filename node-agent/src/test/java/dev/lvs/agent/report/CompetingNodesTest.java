package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompetingNodesTest {

  @Test
  @Row("two-static-told")
  void namesTheNodesThatAnswerToo() {
    assertThat(CompetingNodes.of(plan("edge-2", "edge-3")))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("VIPs of this node are held by nodes edge-2, edge-3 too")
                    .contains("lose their connections", "announcement: {mode: lease}"));
  }

  @Test
  void saysNothingOfANodeThatIsAlone() {
    assertThat(CompetingNodes.of(plan())).isEmpty();
    assertThat(CompetingNodes.of(NodePlanSpec.empty("edge-1"))).isEmpty();
  }

  private static NodePlanSpec plan(String... others) {
    return new NodePlanSpec(
        "edge-1",
        new DirectorPlan(List.of(), List.of(), List.of(), List.of(), List.of(others)),
        RealServerPlan.EMPTY);
  }
}
