package dev.lvs.agent;

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
import dev.lvs.agent.kernel.FakeNode;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.round.SamplePlans;
import dev.lvs.agent.round.UnfitNodeException;
import dev.lvs.agent.situation.DrainOrder;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  private static final Duration INTERVAL = Duration.ofSeconds(7);
  private static final ServiceKey WEB = service("192.0.2.10");
  private static final ServiceKey FOREIGN = service("203.0.113.99");
  private static final DestinationKey FIRST = new DestinationKey(ip("198.51.100.21"), 80);
  private static final String ONE = "198.51.100.21";
  private static final String TWO = "198.51.100.22";

  @TempDir Path directory;
  private FakeNode node;
  private final ScriptedSource script = new ScriptedSource();
  private final List<Round> rounds = new ArrayList<>();

  @BeforeEach
  void startNode() {
    node = new FakeNode(directory);
  }

  @Test
  void doesNothingWithoutAPlan() {
    node.bySomebodyElse(new AddService(FOREIGN, settings()));
    int commands = node.fake().commands();

    run(script.nothing().nothing());

    assertThat(node.fake().commands()).isEqualTo(commands);
    assertThat(rounds).isEmpty();
  }

  @Test
  void isReadyOnlyWhenAPlanWasCarriedOutOrThereIsNone() {
    List<Boolean> ready = new ArrayList<>();
    Agent agent = agent(script);
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
    run(script.plan(director(ONE, TWO)));

    assertThat(node.state().services()).containsOnlyKeys(WEB);
    assertThat(destinations()).hasSize(2);
    assertThat(node.state().vips()).hasSize(1);
    assertThat(rounds.getLast().isConverged()).isTrue();
  }

  @Test
  void writesNothingForTheSamePlanAgain() {
    List<Integer> commands = new ArrayList<>();

    run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(() -> commands.add(node.fake().commands()))
            .plan(director(ONE, TWO))
            .nothing());

    assertThat(node.fake().commands()).isEqualTo(commands.getFirst());
    assertThat(rounds).hasSize(4).last().matches(round -> !round.hasChanged());
  }

  @Test
  void leavesTheKernelAsItIsAtTheEnd() {
    run(script.plan(director(ONE)));

    assertThat(node.state().services()).containsKey(WEB);
  }

  @Test
  void takesAwayByTheEmptyPlanWhatIsOursAndNothingElse() {
    node.bySomebodyElse(new AddService(FOREIGN, settings()));

    run(script.plan(director(ONE)).plan(EMPTY));

    assertThat(node.state().services()).containsOnlyKeys(FOREIGN);
    assertThat(node.state().vips()).isEmpty();
  }

  @Test
  void findsWhatIsOursAgainAfterARestart() {
    run(script.plan(director(ONE)));
    ScriptedSource next = new ScriptedSource();

    run(next.plan(EMPTY));

    assertThat(node.state()).isEqualTo(KernelState.EMPTY.with(node.state().timeouts(), Map.of()));
  }

  @Test
  void mendsWhatSomebodyElseTookAway() {
    run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(() -> node.bySomebodyElse(new DeleteDestination(WEB, FIRST)))
            .nothing());

    assertThat(destinations()).contains(FIRST);
  }

  @Test
  void goesOnAfterARefusedChangeAndSaysWhatItWasFor() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    run(script.plan(director(ONE)));

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
  @Row("vip-needs-service")
  void holdsNoVipForAServiceThatIsRefused() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    run(script.plan(director(ONE)));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .filteredOn(one -> one.reason().equals("VipWithheld"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.source()).hasToString(SERVICE);
              assertThat(one.message()).contains("VIP 192.0.2.10 is not held", "ENOMEM");
            });
  }

  @Test
  @Row("vip-needs-service")
  void holdsNoVipWithoutTheTableThatMarksItsPackets() {
    node.fake().withoutNft();

    run(script.plan(SamplePlans.marking(ONE)));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .contains("VipWithheld");
  }

  @Test
  @Row("vip-needs-service")
  void holdsAVipWhosePacketsAreMarked() {
    run(script.plan(SamplePlans.marking(ONE)));

    assertThat(node.state().vips()).hasSize(1);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  @Row("vip-needs-service")
  void givesUpTheVipOfAServiceThatIsGoneAndRefused() {
    run(
        script
            .plan(director(ONE))
            .meanwhile(
                () -> {
                  assertThat(node.state().vips()).hasSize(1);
                  node.bySomebodyElse(new IpvsChange.DeleteService(WEB));
                  node.fake().refuseNextCommand(Errno.ENOMEM);
                }));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .containsExactly("KernelRefused", "VipWithheld");
  }

  @Test
  @Row("vip-needs-service")
  void takesTheVipBackWithItsService() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    run(script.plan(director(ONE)).plan(director(ONE, TWO)));

    assertThat(node.state().vips()).hasSize(1);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  @Row("vip-needs-service")
  void holdsNoVipForAServiceOfSomebodyElse() {
    node.bySomebodyElse(new AddService(WEB, settings()));

    run(script.plan(director(ONE)));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .containsExactly("NotOurs", "VipWithheld");
  }

  @Test
  @Row("foreign-destination-told")
  void isNotProgrammedWhileOthersTakePartOfTheTraffic() {
    run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(
                () ->
                    node.bySomebodyElse(
                        new IpvsChange.AddDestination(
                            WEB,
                            new DestinationKey(ip("198.51.100.99"), 80),
                            new DestinationSettings(
                                new ForwardingMethod.DirectRouting(), 155, 0, 0))))
            .nothing());

    NodePlanStatus status = script.lastStatus();
    assertThat(condition(status, "Programmed").getStatus()).isEqualTo("False");
    assertThat(status.entries())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.source()).hasToString(SERVICE);
              assertThat(one.reason()).isEqualTo("ForeignDestinations");
              assertThat(one.message()).contains("155 of 157 parts", "198.51.100.99:80");
            });
  }

  @Test
  @Row("foreign-destination-kept")
  void deletesItsServiceDownToTheDestinationsOfOthers() {
    DestinationKey theirs = new DestinationKey(ip("198.51.100.99"), 80);
    run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(
                () ->
                    node.bySomebodyElse(
                        new IpvsChange.AddDestination(
                            WEB,
                            theirs,
                            new DestinationSettings(
                                new ForwardingMethod.DirectRouting(), 0, 0, 0))))
            .plan(EMPTY));

    assertThat(destinations()).containsExactly(theirs);
    assertThat(condition(script.lastStatus(), "Programmed").getStatus()).isEqualTo("False");
    assertThat(script.lastStatus().entries())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.reason()).isEqualTo("ForeignDestinations");
              assertThat(one.message()).contains("1 of its destinations", "ipvsadm -D");
            });
  }

  @Test
  @Row("foreign-destination-told")
  void takesNoServiceForItsOwnThatSomebodyFlushedAndWroteAnew() {
    DestinationKey theirs = new DestinationKey(ip("198.51.100.99"), 80);
    run(
        script
            .plan(director(ONE))
            .meanwhile(
                () ->
                    node.bySomebodyElse(
                        new IpvsChange.DeleteService(WEB),
                        new AddService(WEB, settings()),
                        new IpvsChange.AddDestination(
                            WEB,
                            theirs,
                            new DestinationSettings(
                                new ForwardingMethod.DirectRouting(), 1, 0, 0))))
            .nothing());

    assertThat(destinations()).containsExactly(theirs);
    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .containsExactly("NotOurs", "VipWithheld");
  }

  @Test
  void triesARefusedChangeAgainForANewPlan() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    run(script.plan(director(ONE)).plan(director(ONE, TWO)));

    assertThat(destinations()).hasSize(2);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  void doesNotRepeatARefusedChangeAtOnce() {
    List<Integer> commands = new ArrayList<>();
    node.fake().refuseNextCommand(Errno.ENOMEM);

    run(script.plan(director(ONE)).meanwhile(() -> commands.add(node.fake().commands())));

    assertThat(node.fake().commands()).isEqualTo(commands.getFirst());
    assertThat(rounds.getLast().refused()).isNotEmpty();
  }

  @Test
  void keepsTheLastPlanWhenTheNextCannotBeRead() {
    run(
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
    run(script.plan(director(ONE)).plan(nonsense()).nothing());

    assertThat(node.state().services()).containsKey(WEB);
    assertThat(script.statuses())
        .anyMatch(
            status ->
                condition(status, "Programmed").getMessage().contains("a weight is not negative"));
  }

  @Test
  void triesAgainSoonWhenThereIsNoWayToTheKernel() {
    node.refuseToOpen();

    run(script.plan(director(ONE)).nothing());

    assertThat(node.state().services()).containsKey(WEB);
    assertThat(script.pauses()).containsExactly(Duration.ZERO, INTERVAL, INTERVAL);
    assertThat(condition(script.statuses().getFirst(), "Ready").getReason())
        .isEqualTo("KernelUnreachable");
  }

  @Test
  void waitsForTheDriftIntervalBetweenRounds() {
    run(script.plan(director(ONE)).nothing());

    assertThat(script.pauses()).containsExactly(Duration.ZERO, INTERVAL, INTERVAL);
  }

  @Test
  void showsThatItLivesWithoutLookingAtTheKernel() {
    Runnable turn = () -> script.inbox().wakeAfter(Deadline.TURN, Duration.ZERO);

    run(script.plan(director(ONE)).step(turn).step(turn));

    assertThat(rounds).hasSize(1);
    assertThat(script.pauses()).hasSize(4);
  }

  @Test
  void looksAtOnceWhenTheKernelTellsOfAChange() {
    run(
        script
            .plan(director(ONE, TWO))
            .step(
                () -> {
                  node.bySomebodyElse(new DeleteDestination(WEB, FIRST));
                  script.inbox().holdEvents(Duration.ZERO);
                  script.inbox().put(KernelEvent.ROUTING);
                }));

    assertThat(destinations()).contains(FIRST);
    assertThat(script.pauses()).containsExactly(Duration.ZERO, INTERVAL, INTERVAL);
  }

  @Test
  void givesAServerThatIsDownNoNewConnections() {
    run(
        script
            .plan(director(ONE, TWO))
            .step(() -> script.inbox().put(health(new ServerHealth.Down(false, "since noon"))))
            .meanwhile(() -> assertThat(weight()).isZero())
            .step(() -> script.inbox().put(health(ServerHealth.Up.AS_PLANNED))));

    assertThat(weight()).isEqualTo(1);
    assertThat(rounds.getLast().isConverged()).isTrue();
  }

  @Test
  void takesAServerThatFlapsForNoFight() {
    script.plan(director(ONE, TWO));
    for (int i = 0; i < 20; i++) {
      script
          .step(() -> script.inbox().put(health(new ServerHealth.Down(false, "since noon"))))
          .step(() -> script.inbox().put(health(ServerHealth.Up.AS_PLANNED)));
    }

    run(script);

    assertThat(rounds).noneMatch(Round::isAtWar);
    assertThat(weight()).isEqualTo(1);
  }

  @Test
  void givesUpAVipThatItIsNotToHoldAndStaysReady() {
    run(
        script
            .plan(director(ONE))
            .step(() -> script.inbox().put(Holding.only(Set.of())))
            .meanwhile(
                () -> {
                  assertThat(node.state().vips()).isEmpty();
                  assertThat(destinations()).hasSize(1);
                })
            .step(() -> script.inbox().put(Holding.ALL)));

    assertThat(node.state().vips()).hasSize(1);
    assertThat(rounds).noneMatch(Round::isAtWar);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  void drainsWhomItIsOrderedTo() {
    run(script.step(() -> script.inbox().put(ordered())).plan(director(ONE, TWO)));

    assertThat(destinations()).as("nobody is connected").hasSize(1).doesNotContain(FIRST);
  }

  @Test
  void addsThemAgainWhenTheOrderIsTakenBack() {
    run(
        script
            .step(() -> script.inbox().put(ordered()))
            .plan(director(ONE, TWO))
            .step(() -> script.inbox().put(DrainOrders.NONE)));

    assertThat(destinations()).hasSize(2).contains(FIRST);
    assertThat(rounds).noneMatch(Round::isAtWar);
  }

  @Test
  void reportsOnlyWhatIsNew() {
    run(script.plan(director(ONE)).nothing().nothing());

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
      assertThatThrownBy(() -> run(script.plan(director(ONE))))
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

    assertThatThrownBy(() -> run(script.plan(director(ONE))))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContaining("NET_ADMIN");
    assertThat(condition(script.lastStatus(), "Ready").getReason()).isEqualTo("CapabilityMissing");
  }

  @Test
  @Row("vip-needs-service")
  void endsWithoutItsVipsWhereADirectorHasNoIpvs() {
    node.fake().withoutIpvs();

    assertThatThrownBy(() -> run(script.plan(director(ONE))))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContaining("modprobe ip_vs");
    assertThat(script.lastStatus().entries()).extracting(ResourceReport::reason).contains("NoIpvs");
    assertThat(node.state().vips()).isEmpty();
  }

  @Test
  void staysWhereARealServerHasNoIpvsToDirectWith() {
    node.fake().withoutIpvs();

    run(script.plan(both(ONE)).nothing());

    assertThat(rounds).hasSize(2);
    assertThat(condition(script.lastStatus(), "Programmed").getStatus()).isEqualTo("False");
  }

  @Test
  void carriesOutOnePlanAndEnds() throws InterruptedException {
    Agent agent = agent(script.plan(director(ONE)).plan(EMPTY));

    assertThat(agent.runOnce(Duration.ZERO)).get().matches(Round::isConverged);
    assertThat(node.state().services()).containsKey(WEB);
  }

  @Test
  void isReadyWhenItsPlanHasBeenCarriedOut() {
    List<Boolean> ready = new ArrayList<>();
    Agent agent = agent(script);
    Runnable look = () -> ready.add(agent.vitals().unready().isEmpty());

    script.meanwhile(look).plan(director(ONE)).meanwhile(look);
    agent.run();

    assertThat(ready).containsExactly(false, true);
  }

  private void run(ScriptedSource source) {
    agent(source).run();
  }

  private Agent agent(ScriptedSource source) {
    AgentSettings settings = new AgentSettings(node.stateDirectory(), INTERVAL);
    Agent agent = new Agent(settings, source, node::open, source.inbox(), rounds::add);
    source.drives(agent);
    return agent;
  }

  private Set<DestinationKey> destinations() {
    return Objects.requireNonNull(node.state().services().get(WEB)).destinations().keySet();
  }

  private static Condition condition(NodePlanStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
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

  private static ServiceSettings settings() {
    return new ServiceSettings("rr", Set.of(), 0, -1, "");
  }

  private static ServiceKey service(String address) {
    return new AddressKey(Protocol.TCP, ip(address), 80);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }
}
