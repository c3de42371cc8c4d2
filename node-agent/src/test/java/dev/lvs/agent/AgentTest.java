package dev.lvs.agent;

import static dev.lvs.agent.ScriptedAgent.FIRST;
import static dev.lvs.agent.ScriptedAgent.INTERVAL;
import static dev.lvs.agent.ScriptedAgent.ONE;
import static dev.lvs.agent.ScriptedAgent.TWO;
import static dev.lvs.agent.ScriptedAgent.WEB;
import static dev.lvs.agent.ScriptedAgent.condition;
import static dev.lvs.agent.ScriptedAgent.service;
import static dev.lvs.agent.ScriptedAgent.settings;
import static dev.lvs.agent.round.SamplePlans.EMPTY;
import static dev.lvs.agent.round.SamplePlans.SERVICE;
import static dev.lvs.agent.round.SamplePlans.both;
import static dev.lvs.agent.round.SamplePlans.director;
import static dev.lvs.agent.round.SamplePlans.nonsense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.KernelEvent;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.round.UnfitNodeException;
import dev.lvs.agent.situation.DrainOrder;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Rounds of an agent: plans, news, refusals, pauses and reports. */
class AgentTest extends ScriptedCase {
  private static final ServiceKey FOREIGN = service("203.0.113.99");

  @Test
  void doesNothingWithoutAPlan() {
    node.bySomebodyElse(new AddService(FOREIGN, settings()));
    int commands = node.fake().commands();

    scripted.run(script.nothing().nothing());

    assertThat(node.fake().commands()).isEqualTo(commands);
    assertThat(scripted.rounds()).isEmpty();
  }

  @Test
  void isReadyOnlyWhenAPlanWasCarriedOutOrThereIsNone() {
    List<Boolean> ready = new ArrayList<>();
    Agent agent = scripted.agent(script);
    Runnable look = () -> ready.add(agent.vitals().unready().isEmpty());

    script
        .nothing()
        .meanwhile(look)
        .news(new Unreadable(1, "NodePlan edge-1 cannot be read."))
        .meanwhile(look)
        .withoutPlan()
        .meanwhile(look);
    agent.run();

    assertThat(ready).containsExactly(false, false, true);
  }

  @Test
  void makesTheKernelAgreeWithThePlan() {
    scripted.run(script.plan(director(ONE, TWO)));

    assertThat(node.state().services()).containsOnlyKeys(WEB);
    assertThat(scripted.destinations()).hasSize(2);
    assertThat(node.state().vips()).hasSize(1);
    assertThat(scripted.rounds().getLast().isConverged()).isTrue();
  }

  @Test
  void writesNothingForTheSamePlanAgain() {
    List<Integer> commands = new ArrayList<>();

    scripted.run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(() -> commands.add(node.fake().commands()))
            .plan(director(ONE, TWO))
            .nothing());

    assertThat(node.fake().commands()).isEqualTo(commands.getFirst());
    assertThat(scripted.rounds()).hasSize(4).last().matches(round -> !round.hasChanged());
  }

  @Test
  void leavesTheKernelAsItIsAtTheEnd() {
    scripted.run(script.plan(director(ONE)));

    assertThat(node.state().services()).containsKey(WEB);
  }

  @Test
  void findsWhatIsOursAgainAfterARestart() {
    scripted.run(script.plan(director(ONE)));
    ScriptedSource next = new ScriptedSource();

    scripted.run(next.plan(EMPTY));

    assertThat(node.state()).isEqualTo(KernelState.EMPTY.with(node.state().timeouts(), Map.of()));
  }

  @Test
  void goesOnAfterARefusedChangeAndSaysWhatItWasFor() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    scripted.run(script.plan(director(ONE)));

    NodePlanStatus status = script.lastStatus();
    assertThat(status.entries())
        .extracting(one -> one.source().toString(), ResourceReport::reason, ResourceReport::failed)
        .contains(
            tuple(
                SERVICE,
                "KernelRefused",
                new FailedChange("ipvsadm -A -t 192.0.2.10:80 -s wrr", "ENOMEM")));
    assertThat(condition(status, "Programmed").getStatus()).isEqualTo("False");
  }

  @Test
  void triesARefusedChangeAgainForANewPlan() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    scripted.run(script.plan(director(ONE)).plan(director(ONE, TWO)));

    assertThat(scripted.destinations()).hasSize(2);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  void doesNotRepeatARefusedChangeAtOnce() {
    List<Integer> commands = new ArrayList<>();
    node.fake().refuseNextCommand(Errno.ENOMEM);

    scripted.run(script.plan(director(ONE)).meanwhile(() -> commands.add(node.fake().commands())));

    assertThat(node.fake().commands()).isEqualTo(commands.getFirst());
    assertThat(scripted.rounds().getLast().refused()).isNotEmpty();
  }

  @Test
  void keepsTheLastPlanWhenTheNextCannotBeRead() {
    scripted.run(
        script
            .plan(director(ONE))
            .news(new Unreadable(2, "NodePlan node-1 cannot be read."))
            .nothing());

    assertThat(node.state().services()).containsKey(WEB);
    Condition programmed = condition(script.lastStatus(), "Programmed");
    assertThat(programmed.getReason()).isEqualTo("UnreadablePlan");
    assertThat(programmed.getMessage()).contains("NodePlan node-1 cannot be read.");
  }

  @Test
  void keepsTheLastPlanWhenTheNextSaysWhatNobodyCanDo() {
    scripted.run(script.plan(director(ONE)).plan(nonsense()).nothing());

    assertThat(node.state().services()).containsKey(WEB);
    assertThat(script.statuses())
        .anyMatch(
            status ->
                condition(status, "Programmed").getMessage().contains("a weight is not negative"));
  }

  @Test
  void triesAgainSoonWhenThereIsNoWayToTheKernel() {
    node.refuseToOpen();

    scripted.run(script.plan(director(ONE)).nothing());

    assertThat(node.state().services()).containsKey(WEB);
    assertThat(script.pauses()).containsExactly(Duration.ZERO, INTERVAL, INTERVAL);
    assertThat(condition(script.statuses().getFirst(), "Ready").getReason())
        .isEqualTo("KernelUnreachable");
  }

  @Test
  void waitsForTheDriftIntervalBetweenRounds() {
    scripted.run(script.plan(director(ONE)).nothing());

    assertThat(script.pauses()).containsExactly(Duration.ZERO, INTERVAL, INTERVAL);
  }

  @Test
  void showsThatItLivesWithoutLookingAtTheKernel() {
    Runnable turn = () -> script.inbox().wakeAfter(Deadline.TURN, Duration.ZERO);

    scripted.run(script.plan(director(ONE)).step(turn).step(turn));

    assertThat(scripted.rounds()).hasSize(1);
    assertThat(script.pauses()).hasSize(4);
  }

  @Test
  void looksAtOnceWhenTheKernelTellsOfAChange() {
    scripted.run(
        script
            .plan(director(ONE, TWO))
            .step(
                () -> {
                  node.bySomebodyElse(new DeleteDestination(WEB, FIRST));
                  script.inbox().holdEvents(Duration.ZERO);
                  script.inbox().put(KernelEvent.ROUTING);
                }));

    assertThat(scripted.destinations()).contains(FIRST);
    assertThat(script.pauses()).containsExactly(Duration.ZERO, INTERVAL, INTERVAL);
  }

  @Test
  void givesAServerThatIsDownNoNewConnections() {
    scripted.run(
        script
            .plan(director(ONE, TWO))
            .step(() -> script.inbox().put(health(new ServerHealth.Down(false, "since noon"))))
            .meanwhile(() -> assertThat(weight()).isZero())
            .step(() -> script.inbox().put(health(ServerHealth.Up.AS_PLANNED))));

    assertThat(weight()).isEqualTo(1);
    assertThat(scripted.rounds().getLast().isConverged()).isTrue();
  }

  @Test
  void takesAServerThatFlapsForNoFight() {
    script.plan(director(ONE, TWO));
    for (int i = 0; i < 20; i++) {
      script
          .step(() -> script.inbox().put(health(new ServerHealth.Down(false, "since noon"))))
          .step(() -> script.inbox().put(health(ServerHealth.Up.AS_PLANNED)));
    }

    scripted.run(script);

    assertThat(scripted.rounds()).noneMatch(Round::isAtWar);
    assertThat(weight()).isEqualTo(1);
  }

  @Test
  void drainsWhomItIsOrderedTo() {
    scripted.run(script.step(() -> script.inbox().put(ordered())).plan(director(ONE, TWO)));

    assertThat(scripted.destinations()).as("nobody is connected").hasSize(1).doesNotContain(FIRST);
  }

  @Test
  void addsThemAgainWhenTheOrderIsTakenBack() {
    scripted.run(
        script
            .step(() -> script.inbox().put(ordered()))
            .plan(director(ONE, TWO))
            .step(() -> script.inbox().put(DrainOrders.NONE)));

    assertThat(scripted.destinations()).hasSize(2).contains(FIRST);
    assertThat(scripted.rounds()).noneMatch(Round::isAtWar);
  }

  @Test
  void reportsOnlyWhatIsNew() {
    scripted.run(script.plan(director(ONE)).nothing().nothing());

    assertThat(script.statuses()).hasSize(1);
    assertThat(script.lastStatus().services()).isEqualTo(1);
    assertThat(script.lastStatus().destinations()).isEqualTo(1);
    assertThat(script.lastStatus().observedGeneration()).isEqualTo(1);
    assertThat(condition(script.lastStatus(), "Programmed").getStatus()).isEqualTo("True");
    assertThat(condition(script.lastStatus(), "Ready").getStatus()).isEqualTo("True");
  }

  @Test
  @Row("second-agent-memory")
  void asksForNoPlanBeforeItHasTheLedger() {
    try (Ledger held = Ledger.open(node.stateDirectory(), node.open().life())) {
      assertThatThrownBy(() -> scripted.run(script.plan(director(ONE))))
          .hasMessageContaining("another agent is at work");
      assertThat(held.ownership().services()).isEmpty();
    }

    assertThat(script.pauses()).isEmpty();
    assertThat(script.statuses()).isEmpty();
    assertThat(node.state().services()).isEmpty();
  }

  @Test
  void endsWhereItMayNotChangeTheNetwork() {
    node.withoutPrivilege();

    assertThatThrownBy(() -> scripted.run(script.plan(director(ONE))))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContaining("NET_ADMIN");
    assertThat(condition(script.lastStatus(), "Ready").getReason()).isEqualTo("CapabilityMissing");
  }

  @Test
  void staysWhereARealServerHasNoIpvsToDirectWith() {
    node.fake().withoutIpvs();

    scripted.run(script.plan(both(ONE)).nothing());

    assertThat(scripted.rounds()).hasSize(2);
    assertThat(condition(script.lastStatus(), "Programmed").getStatus()).isEqualTo("False");
  }

  @Test
  void carriesOutOnePlanAndEnds() throws InterruptedException {
    Agent agent = scripted.agent(script.plan(director(ONE)).plan(EMPTY));

    assertThat(agent.runOnce(Duration.ZERO)).get().matches(Round::isConverged);
    assertThat(node.state().services()).containsKey(WEB);
  }

  @Test
  void isReadyWhenItsPlanHasBeenCarriedOut() {
    List<Boolean> ready = new ArrayList<>();
    Agent agent = scripted.agent(script);
    Runnable look = () -> ready.add(agent.vitals().unready().isEmpty());

    script.meanwhile(look).plan(director(ONE)).meanwhile(look);
    agent.run();

    assertThat(ready).containsExactly(false, true);
  }

  private int weight() {
    Map<DestinationKey, DestinationSettings> all =
        Objects.requireNonNull(node.state().services().get(WEB)).destinations();
    return Objects.requireNonNull(all.get(FIRST)).weight();
  }

  private static Health health(ServerHealth state) {
    return new Health(Map.of(WEB, Map.of(FIRST, state)));
  }

  private static DrainOrders ordered() {
    DrainOrder.Target target = new DrainOrder.Target.At(FIRST.address(), OptionalInt.empty());
    return new DrainOrders(List.of(new DrainOrder(target, "it", Optional.empty())));
  }
}
