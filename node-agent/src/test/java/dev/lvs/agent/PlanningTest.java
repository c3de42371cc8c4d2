package dev.lvs.agent;

import static dev.lvs.agent.SamplePlans.director;
import static dev.lvs.agent.SamplePlans.nonsense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.Desired;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanningTest {
  private static final String ONE = "198.51.100.21";
  private static final String TWO = "198.51.100.22";

  private final Planning planning = new Planning(Set::of);

  @Test
  void plansOnceWhileNothingIsNew() {
    Desired first = planning.of(plan(1, director(ONE)), node("1.2.1"));

    assertThat(planning.of(plan(2, director(ONE)), node("1.2.1"))).isSameAs(first);
  }

  @Test
  void plansAnewForAnotherPlan() {
    Desired first = planning.of(plan(1, director(ONE)), node("1.2.1"));

    Desired second = planning.of(plan(2, director(ONE, TWO)), node("1.2.1"));

    assertThat(second.state()).isNotEqualTo(first.state());
  }

  @Test
  void plansAnewForANodeThatIsAnother() {
    Plan plan = plan(1, director(ONE));
    Desired without = planning.of(plan, node(""));

    Desired with = planning.of(plan, node("1.2.1"));

    assertThat(with.obstacles()).isNotEqualTo(without.obstacles());
  }

  @Test
  void plansTheLastOneAgainAfterOneThatIsUnusable() {
    Desired first = planning.of(plan(1, director(ONE)), node("1.2.1"));

    assertThatThrownBy(() -> planning.of(plan(2, nonsense()), node("1.2.1")))
        .isInstanceOf(UnusablePlanException.class);
    assertThat(planning.of(plan(1, director(ONE)), node("1.2.1"))).isSameAs(first);
  }

  private static Plan plan(long generation, NodePlanSpec spec) {
    return new Plan(generation, spec, List.of());
  }

  /** A node with this version of IPVS, or with none. */
  private static NodeFacts node(String ipvs) {
    return new NodeFacts(
        "6.12.0",
        Optional.of(ipvs).filter(text -> !text.isEmpty()),
        Set.of(),
        List.of(),
        NodeFacts.Conf.USUAL,
        NodeFacts.Routing.NONE);
  }
}
