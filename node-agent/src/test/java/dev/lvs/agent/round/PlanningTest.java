package dev.lvs.agent.round;

import static dev.lvs.agent.round.SamplePlans.director;
import static dev.lvs.agent.round.SamplePlans.nonsense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Drains.Drain;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.Situation;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanningTest {
  private static final String ONE = "198.51.100.21";
  private static final String TWO = "198.51.100.22";
  private static final int DEADLINE = 60;

  private final Planning planning = new Planning(Set::of);

  @Test
  void plansOnceWhileNothingIsNew() {
    Desired first = planning.of(plan(1, director(ONE)), in(node("1.2.1")));

    assertThat(planning.of(plan(2, director(ONE)), in(node("1.2.1")))).isSameAs(first);
  }

  @Test
  void plansAnewForAnotherPlan() {
    Desired first = planning.of(plan(1, director(ONE)), in(node("1.2.1")));

    Desired second = planning.of(plan(2, director(ONE, TWO)), in(node("1.2.1")));

    assertThat(second.state()).isNotEqualTo(first.state());
  }

  @Test
  void plansAnewForANodeThatIsAnother() {
    Plan plan = plan(1, director(ONE));
    Desired without = planning.of(plan, in(node("")));

    Desired with = planning.of(plan, in(node("1.2.1")));

    assertThat(with.obstacles()).isNotEqualTo(without.obstacles());
  }

  @Test
  void plansTheLastOneAgainAfterOneThatIsUnusable() {
    Desired first = planning.of(plan(1, director(ONE)), in(node("1.2.1")));

    assertThatThrownBy(() -> planning.of(plan(2, nonsense()), in(node("1.2.1"))))
        .isInstanceOf(UnusablePlanException.class);
    assertThat(planning.of(plan(1, director(ONE)), in(node("1.2.1")))).isSameAs(first);
  }

  @Test
  void plansNothingAnewBecauseTimePasses() {
    Plan plan = plan(1, director(ONE));
    Desired first = planning.of(plan, draining(0, 3));

    assertThat(planning.of(plan, draining(DEADLINE - 1, 3))).isSameAs(first);
    assertThat(planning.of(plan, draining(DEADLINE - 1, 2))).as("other counters").isSameAs(first);
  }

  @Test
  void plansAnewWhenTheTimeComesUntilWhichAResultHolds() {
    Plan plan = plan(1, director(ONE));
    Desired first = planning.of(plan, draining(0, 3));

    Desired over = planning.of(plan, draining(DEADLINE, 3));

    assertThat(over.state()).isNotEqualTo(first.state());
    assertThat(planning.of(plan, draining(DEADLINE + 1, 3))).isSameAs(over);
  }

  @Test
  void plansAnewWhenADestinationHasNoConnectionsLeft() {
    Plan plan = plan(1, director(ONE));
    Desired first = planning.of(plan, draining(0, 3));

    assertThat(planning.of(plan, draining(0, 0)).state()).isNotEqualTo(first.state());
  }

  /** A situation at a second, where the real server is drained and has so many connections. */
  private static Situation draining(long second, int connections) {
    DestinationKey one = new DestinationKey(IpAddress.parse(ONE), 80);
    ServiceKey web = new AddressKey(Protocol.TCP, IpAddress.parse(SamplePlans.VIP), 80);
    DestinationSettings settings =
        new DestinationSettings(new ForwardingMethod.DirectRouting(), 1, 0, 0);
    Drain drain =
        new Drain(settings, Instant.EPOCH, Optional.of(Instant.EPOCH.plusSeconds(DEADLINE)));
    DestinationCounters counters = new DestinationCounters(connections, 0, 0, Statistics.ZERO);
    return new Situation(
        node("1.2.1"),
        Inputs.NONE,
        new Drains(Map.of(web, new TreeMap<>(Map.of(one, drain)))),
        new Counters(Map.of(web, Map.of(one, counters))),
        Instant.EPOCH.plusSeconds(second));
  }

  private static Plan plan(long generation, NodePlanSpec spec) {
    return new Plan(generation, spec, List.of());
  }

  private static Situation in(NodeFacts node) {
    return Situation.of(node);
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
