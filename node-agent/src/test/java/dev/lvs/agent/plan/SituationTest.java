package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.directorPlan;
import static dev.lvs.agent.plan.PlanSamples.service;
import static dev.lvs.agent.plan.PlanSamples.vip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.health.Weights;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Drains.Drain;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects of health, holding and drains on the state that a plan wants. */
class SituationTest {
  private static final NodeFacts NODE = node(ethernet("front", "192.0.2.1/24"));
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");
  private static final ServiceKey WEB = new AddressKey(Protocol.TCP, VIP, 80);
  private static final DestinationKey ONE = server("198.51.100.21");
  private static final DestinationKey TWO = server("198.51.100.22");
  private static final DestinationKey GONE = server("198.51.100.23");
  private static final NodePlanSpec PLAN =
      new NodePlanSpec(
          "node-1",
          directorPlan(
              List.of(
                  service(
                      destination("198.51.100.21", ForwardingMode.DR),
                      destination("198.51.100.22", ForwardingMode.DR))),
              vip("192.0.2.10", "front")),
          RealServerPlan.EMPTY);
  private static final String REUSE = "net/ipv4/vs/conn_reuse_mode";
  private static final Instant NOW = Instant.EPOCH.plusSeconds(100);
  private static final Instant BEFORE = NOW.minusSeconds(20);
  private static final Instant LATER = NOW.plusSeconds(30);

  @Test
  void aSituationThatSaysWhatThePlanSaysChangesNothing() {
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> health = new HashMap<>();
    for (long seed = 0; seed < 200; seed++) {
      Desired desired = RandomPlans.desired(seed);
      desired
          .state()
          .services()
          .forEach(
              (key, server) -> {
                Map<DestinationKey, ServerHealth> up = new HashMap<>();
                server.destinations().forEach((to, _) -> up.put(to, ServerHealth.Up.AS_PLANNED));
                health.put(key, up);
              });

      Desired known =
          RandomPlans.desired(
              seed, new Inputs(new Health(health), Holding.only(Set.of(VIP)), DrainOrders.NONE));

      assertThat(known.state()).isEqualTo(desired.state());
      assertThat(known.obstacles()).isEqualTo(desired.obstacles());
      assertThat(known.purposes()).isEqualTo(desired.purposes());
      assertThat(known.goodUntil()).isEmpty();
    }
  }

  @Test
  void aDestinationThatIsDownHasWeightZeroAndStays() {
    Map<DestinationKey, DestinationSettings> destinations =
        destinations(health(ONE, new ServerHealth.Down(false, "since noon")));

    assertThat(destinations.get(ONE)).isEqualTo(settings(0));
    assertThat(destinations.get(TWO)).isEqualTo(settings(1));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "50"})
  void aDestinationThatIsUpHasTheWeightThatItsCheckFound(int weight) {
    assertThat(destinations(health(ONE, new ServerHealth.Up(OptionalInt.of(weight)))).get(ONE))
        .isEqualTo(settings(weight));
  }

  @Test
  void aDestinationOfWhichNothingIsKnownHasTheWeightOfThePlan() {
    assertThat(destinations(health(ONE, new ServerHealth.Unknown())).get(ONE))
        .isEqualTo(settings(1));
  }

  @Test
  void aCheckDoesNotOverruleWhoQuiescedAServer() {
    Weights weights =
        new Weights(PLAN.director(), health(ONE, new ServerHealth.Up(OptionalInt.of(50))));

    assertThat(weights.of(PLAN.director().services().getFirst(), Map.of(ONE, settings(0))))
        .containsEntry(ONE, settings(0));
  }

  @Test
  void refusesAWeightThatIsNone() {
    assertThatThrownBy(() -> new ServerHealth.Up(OptionalInt.of(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aVipThatIsNotToBeHeldGoesAndEverythingElseOfItStays() {
    Desired active = Planner.plan(PLAN, NODE);
    Desired standby =
        Planner.plan(
            PLAN,
            situation(
                new Inputs(Health.NONE, Holding.only(Set.of()), DrainOrders.NONE), Counters.NONE));

    Vip vip = new Vip(VIP, "front");
    assertThat(active.state().vips()).containsExactly(vip);
    assertThat(changes(active.state(), standby.state()))
        .containsExactly(new VipChange.DeleteVip(vip));
    assertThat(changes(standby.state(), active.state())).containsExactly(new VipChange.AddVip(vip));
    assertThat(standby.obstacles()).isEqualTo(active.obstacles());
  }

  @Test
  void aVipThatIsNamedStaysHeld() {
    Inputs inputs = new Inputs(Health.NONE, Holding.only(Set.of(VIP)), DrainOrders.NONE);

    assertThat(Planner.plan(PLAN, situation(inputs, Counters.NONE)).state().vips()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "1, 1, 0", "0, 0, 1"})
  void aDrainedDestinationStaysAtWeightZeroWhileClientsAreConnected(
      int active, int inactive, int persistent) {
    for (DestinationKey drained : List.of(ONE, GONE)) {
      Desired desired =
          Planner.plan(
              PLAN, draining(drained, counted(drained, active, inactive, persistent), NOW));

      assertThat(destinations(desired).get(drained)).isEqualTo(settings(0));
      assertThat(destinations(desired).get(TWO)).isEqualTo(settings(1));
      assertThat(desired.goodUntil()).contains(LATER);
    }
  }

  @Test
  void aDrainedDestinationGoesWithItsLastClient() {
    for (DestinationKey drained : List.of(ONE, GONE)) {
      Desired desired = Planner.plan(PLAN, draining(drained, counted(drained, 0, 0, 0), NOW));

      assertThat(destinations(desired)).doesNotContainKey(drained).containsKey(TWO);
      assertThat(desired.goodUntil()).isEmpty();
    }
  }

  @Test
  void aDrainedDestinationGoesAtItsDeadlineWhateverIsConnected() {
    for (DestinationKey drained : List.of(ONE, GONE)) {
      Desired desired = Planner.plan(PLAN, draining(drained, counted(drained, 9, 9, 9), LATER));

      assertThat(destinations(desired)).doesNotContainKey(drained).containsKey(TWO);
      assertThat(desired.goodUntil()).isEmpty();
    }
  }

  /** A director sees half of the end of a connection by DR. */
  @Test
  void aPortIsFreeForAnotherServerWhenItsConnectionToADrainedOneHasEnded() {
    Counters counters = counted(ONE, 9, 9, 9);

    assertThat(Planner.plan(PLAN, draining(ONE, counters, NOW)).state().sysctls())
        .containsEntry(REUSE, "3");
    assertThat(Planner.plan(PLAN, draining(ONE, counters, LATER)).state().sysctls())
        .doesNotContainKey(REUSE);
  }

  @Test
  void connectionsThatEndKeepNobodyButOneThatMayOnlyBeginDoesForAMoment() {
    Counters ending = counted(ONE, 0, 5, 0);
    Instant begun = BEFORE.plusSeconds(2);
    Desired first = Planner.plan(PLAN, draining(ONE, ending, begun));

    assertThat(destinations(first).get(ONE)).isEqualTo(settings(0));
    assertThat(first.goodUntil()).contains(BEFORE.plus(Drain.SETTLING));
    assertThat(destinations(Planner.plan(PLAN, draining(ONE, ending, NOW)))).doesNotContainKey(ONE);
  }

  @Test
  void whatWasNotCountedIsNotTakenForDrained() {
    assertThat(destinations(Planner.plan(PLAN, draining(ONE, Counters.NONE, NOW))).get(ONE))
        .isEqualTo(settings(0));
  }

  @Test
  void otherNumbersOfConnectionsAreNoOtherSituation() {
    Situation one = draining(ONE, counted(ONE, 5, 0, 0), NOW);

    assertThat(one.isLike(draining(ONE, counted(ONE, 4, 1, 0), LATER))).isTrue();
    assertThat(one.isLike(draining(ONE, counted(ONE, 0, 0, 0), NOW))).isFalse();
    assertThat(one.isLike(draining(TWO, counted(ONE, 5, 0, 0), NOW))).isFalse();
  }

  private static List<Change> changes(KernelState from, KernelState to) {
    Ownership ours =
        new Ownership(Ownership.ofAll(from.services()).services(), Set.of(), from.vips(), Map.of());
    return Diff.of(to, from, ours, Set.of()).changes();
  }

  private static Map<DestinationKey, DestinationSettings> destinations(Situation situation) {
    return destinations(Planner.plan(PLAN, situation));
  }

  private static Map<DestinationKey, DestinationSettings> destinations(Desired desired) {
    return Objects.requireNonNull(desired.state().services().get(WEB)).destinations();
  }

  private static Situation health(DestinationKey destination, ServerHealth state) {
    Health health = new Health(Map.of(WEB, Map.of(destination, state)));
    return situation(new Inputs(health, Holding.ALL, DrainOrders.NONE), Counters.NONE);
  }

  private static Situation draining(DestinationKey destination, Counters counters, Instant now) {
    Drains drains =
        new Drains(
            Map.of(
                WEB,
                new TreeMap<>(
                    Map.of(destination, new Drain(settings(7), BEFORE, Optional.of(LATER))))));
    return new Situation(NODE, Inputs.NONE, drains, counters, now);
  }

  private static Counters counted(
      DestinationKey destination, int active, int inactive, int persistent) {
    return new Counters(
        Map.of(
            WEB,
            Map.of(
                destination,
                new DestinationCounters(active, inactive, persistent, Statistics.ZERO))));
  }

  private static Situation situation(Inputs inputs, Counters counters) {
    return new Situation(NODE, inputs, Drains.NONE, counters, NOW);
  }

  private static DestinationSettings settings(int weight) {
    return new DestinationSettings(new ForwardingMethod.DirectRouting(), weight, 0, 0);
  }

  private static DestinationKey server(String address) {
    return new DestinationKey(IpAddress.parse(address), 80);
  }
}
