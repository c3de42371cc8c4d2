package dev.lvs.agent.plan.health;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.CheckSamples;
import dev.lvs.agent.plan.PlanSamples;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.Past;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.OnMassFailure;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedSorryServer;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.Quorum;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.SlowStart;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.api.v1alpha1.WhenLost;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quorum, slow start and mass failure in plans, by steps of one service and its three servers. */
class QuorumsTest {
  private static final NodeFacts NODE = node(ethernet("front", "192.0.2.1/24"));
  private static final Instant NOON = Instant.EPOCH.plusSeconds(43_200);
  private static final IpAddress SORRY = IpAddress.parse("198.51.100.99");
  private static final List<IpAddress> SERVERS =
      List.of(
          IpAddress.parse("198.51.100.1"),
          IpAddress.parse("198.51.100.2"),
          IpAddress.parse("198.51.100.3"));

  /** Memory that the next planning is given of the one before. */
  private Past past = Past.NONE;

  /** The weights are 10, 20 and 30; a plus is a server that is up, a minus one that is down. */
  @ParameterizedTest
  @CsvSource({
    "+++,                10 20 30",
    "---,                0 0 0 sorry",
    "-+-,                0 20 0",
    "+--,                0 0 0 sorry",
    "+-- -+-,            0 0 0 sorry",
    "+-- -+- --+,        0 0 0 sorry",
    "+-- -++,            0 20 30",
    "+-- -++ -+-,        0 20 0",
    "+-- -++ -+- +--,    0 0 0 sorry",
  })
  void theSorryServerStandsInBetweenTheTwoSums(String steps, String weights) {
    PlannedService web = web(new Quorum(40, 20, WhenLost.SORRY), null, Scheduler.WRR);
    Desired desired = plan(List.of(web), Health.NONE, NOON);

    for (String step : steps.split(" ", -1)) {
      desired = plan(List.of(web), health(web, step), NOON);
    }

    assertThat(weights(desired, web)).isEqualTo(weights);
    assertThat(desired.obstacles().stream().map(Obstacle::reason))
        .filteredOn(Obstacle.Reason.SORRY_SERVER_IN_USE::equals)
        .hasSize(weights.endsWith("sorry") ? 1 : 0);
  }

  @Test
  void aServiceWithoutASorryServerGoesOnWithThoseThatAreLeft() {
    PlannedService web = web(new Quorum(40, 20, WhenLost.SERVE), null, Scheduler.WRR);

    Desired desired = plan(List.of(web), health(web, "+--"), NOON);

    assertThat(weights(desired, web)).isEqualTo("10 0 0");
    assertThat(desired.obstacles().getFirst().message())
        .isEqualTo(
            "The weights of its healthy real servers come to 10, which is below its quorum. Those"
                + " that are left go on. It comes up again at 40.");
    assertThat(desired.obstacles().getFirst().isPartial()).isTrue();
  }

  @Test
  void aVipIsWithdrawnUnlessAnotherServiceOnItStillServes() {
    PlannedService web = web(new Quorum(1, 1, WhenLost.WITHDRAW), null, Scheduler.WRR);
    PlannedService other = named(web, "VirtualService shop/other", 81);
    PlannedVip alone = PlanSamples.vip("192.0.2.10", "front");
    PlannedVip shared = alone.with(List.of(web.source(), other.source()));

    assertThat(plan(List.of(web), health(web, "--+"), alone).state().vips()).hasSize(1);
    assertThat(plan(List.of(web), health(web, "---"), alone).state().vips()).isEmpty();
    assertThat(plan(List.of(web, other), health(web, "---"), shared).state().vips()).hasSize(1);
    Health both = new Health(both(health(web, "---"), health(other, "---")));
    Desired withdrawn = plan(List.of(web, other), both, shared);
    assertThat(withdrawn.state().vips()).isEmpty();
    assertThat(withdrawn.state().services()).hasSize(2);
    assertThat(withdrawn.obstacles())
        .filteredOn(one -> one.reason() == Obstacle.Reason.VIP_WITHDRAWN)
        .singleElement()
        .matches(one -> one.sources().size() == 2);
  }

  @Test
  void aServerThatComesUpRisesInSteps() {
    PlannedService web = web(null, new SlowStart(TimeSpan.parse("10s"), 5), Scheduler.WRR);

    assertThat(rising(web, 0)).isEqualTo("10 20 5 until 1s");
    assertThat(rising(web, 1)).isEqualTo("10 20 7 until 2s");
    assertThat(rising(web, 5)).isEqualTo("10 20 17 until 6s");
    assertThat(rising(web, 9)).isEqualTo("10 20 27 until 10s");
    assertThat(rising(web, 10)).isEqualTo("10 20 30 until ever");
  }

  @Test
  void aServerWhoseWeightStillRisesCountsWhole() {
    PlannedService web =
        web(
            new Quorum(60, 60, WhenLost.SORRY),
            new SlowStart(TimeSpan.parse("10s"), 5),
            Scheduler.WRR);

    assertThat(rising(web, 0)).isEqualTo("10 20 5 until 1s");
  }

  @Test
  void clientsThatAreNotChosenForLeaveAServerThatFailed() {
    PlannedService web = web(null, null, Scheduler.WRR);
    PlannedService hashed = web(null, null, Scheduler.SH);
    PlannedService udp = of(web, new AddressKey(Protocol.UDP, vip(web), 53), null);
    PlannedService remembered = of(web, web.key(), new PlannedPersistence(300, null, null, null));

    assertThat(settings(web, "+++")).isEmpty();
    assertThat(settings(web, "++-")).containsOnlyKeys("net/ipv4/vs/expire_nodest_conn");
    assertThat(settings(remembered, "++-"))
        .containsOnlyKeys(
            "net/ipv4/vs/expire_nodest_conn", "net/ipv4/vs/expire_quiescent_template");
    assertThat(weights(plan(List.of(udp), health(udp, "++-"), NOON), udp)).isEqualTo("10 20");
    assertThat(weights(plan(List.of(hashed), health(hashed, "++-"), NOON), hashed))
        .isEqualTo("10 20");
  }

  private static IpAddress vip(PlannedService service) {
    return ((AddressKey) service.key()).address();
  }

  private Map<String, String> settings(PlannedService service, String states) {
    return plan(List.of(service), health(service, states), NOON).state().sysctls();
  }

  /** The weights so many seconds after the third server came up, and until when they hold. */
  private String rising(PlannedService web, int seconds) {
    Health health =
        new Health(
            Map.of(
                web.key(),
                Map.of(
                    key(SERVERS.get(2)),
                    new ServerHealth.Up(
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NOON)))));
    Desired desired = plan(List.of(web), health, NOON.plusSeconds(seconds));
    return weights(desired, web)
        + " until "
        + desired
            .goodUntil()
            .map(end -> end.getEpochSecond() - NOON.getEpochSecond() + "s")
            .orElse("ever");
  }

  private Desired plan(List<PlannedService> services, Health health, PlannedVip vip) {
    return plan(services, health, NOON, vip);
  }

  private Desired plan(
      List<PlannedService> services, Health health, Instant now, PlannedVip... vips) {
    DirectorPlan director = PlanSamples.directorPlan(services, vips);
    Inputs inputs = new Inputs(health, Holding.ALL, DrainOrders.NONE);
    Desired desired =
        Planner.plan(
            new NodePlanSpec("node-1", director, RealServerPlan.EMPTY),
            new Situation(NODE, inputs, Drains.NONE, Counters.NONE, now).after(past));
    past = desired.past();
    return desired;
  }

  private static String weights(Desired desired, PlannedService service) {
    StringJoiner words = new StringJoiner(" ");
    Objects.requireNonNull(desired.state().services().get(service.key()))
        .destinations()
        .forEach(
            (key, settings) ->
                words.add(
                    key.address().equals(SORRY) && settings.weight() == 1
                        ? "sorry"
                        : String.valueOf(settings.weight())));
    return words.toString();
  }

  private static Map<ServiceKey, Map<DestinationKey, ServerHealth>> both(Health one, Health two) {
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> all = new HashMap<>(one.byService());
    all.putAll(two.byService());
    return all;
  }

  private static Health health(PlannedService service, String states) {
    Map<DestinationKey, ServerHealth> servers = new HashMap<>();
    for (int i = 0; i < states.length(); i++) {
      servers.put(
          key(SERVERS.get(i)),
          states.charAt(i) == '+'
              ? ServerHealth.Up.AS_PLANNED
              : new ServerHealth.Down(false, HealthEvidence.of("since noon"), Optional.of(NOON)));
    }
    return new Health(Map.of(service.key(), servers));
  }

  private static DestinationKey key(IpAddress server) {
    return new DestinationKey(server, 80);
  }

  private static PlannedService web(
      @Nullable Quorum quorum, @Nullable SlowStart slow, Scheduler scheduler) {
    List<PlannedDestination> destinations = new ArrayList<>();
    for (int i = 0; i < SERVERS.size(); i++) {
      destinations.add(
          new PlannedDestination(
              SERVERS.get(i), 80, ForwardingMode.TUN, 10 * (i + 1), null, null, PlanSamples.WEB_1));
    }
    boolean sorry = quorum != null && quorum.whenLost() == WhenLost.SORRY;
    if (sorry) {
      destinations.add(
          new PlannedDestination(SORRY, 80, ForwardingMode.TUN, 0, null, null, PlanSamples.WEB));
    }
    PlannedHealth health =
        new PlannedHealth(
            CheckSamples.TCP,
            List.of(),
            List.of(),
            OnFailure.QUIESCE,
            quorum,
            sorry ? new PlannedSorryServer(SORRY, 80) : null,
            slow,
            OnMassFailure.FOLLOW);
    return new PlannedService(
        new AddressKey(Protocol.TCP, IpAddress.parse("192.0.2.10"), 80),
        scheduler,
        List.of(),
        false,
        null,
        destinations,
        List.of(),
        List.of(),
        false,
        null,
        PlanSamples.WEB,
        health,
        null);
  }

  private static PlannedService of(
      PlannedService one, ServiceKey key, @Nullable PlannedPersistence persistence) {
    return like(one, key, persistence, one.source());
  }

  private static PlannedService named(PlannedService one, String source, int port) {
    AddressKey key = new AddressKey(Protocol.TCP, vip(one), port);
    return like(one, key, null, ResourceName.parse(source));
  }

  private static PlannedService like(
      PlannedService one,
      ServiceKey key,
      @Nullable PlannedPersistence persistence,
      ResourceName source) {
    return PlanSamples.like(one, key, persistence, source, one.health());
  }
}
