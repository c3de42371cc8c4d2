package dev.lvs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.Outcome.Refused;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.agent.plan.Desired;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.report.StatusReport;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.Protocol;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.operator.status.Facts;
import dev.lvs.operator.status.NodeReport;
import dev.lvs.operator.status.PlanHistory;
import dev.lvs.operator.status.VirtualServiceStatuses;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a node reports, nothing that it could not do is taken for done. */
class ReportReadTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final NodeFacts NODE =
      new NodeFacts("6.12.0", Optional.of("1.2.1"), Set.of(), List.of(), Conf.USUAL, Routing.NONE);

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Row("report-complete")
  void nothingRefusedIsTakenForProgrammed(int seed) {
    Random random = new Random(seed);
    int services = 1 + random.nextInt(seed < 30 ? 300 : 3000);
    int length = 1 + random.nextInt(2000);
    Desired desired = Planner.plan(plan(services), NODE);
    Set<String> refused = new HashSet<>();
    List<Refused> refusals = new ArrayList<>();
    int share = random.nextInt(101);
    for (VirtualServer server : desired.state().services().values()) {
      if (random.nextInt(100) < share) {
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
          refusals.add(refusal(server.key(), desired, "x".repeat(length) + i));
        }
        refused.addAll(desired.attribution().of(server.key()));
      }
    }

    NodePlanStatus status = status(services, desired, refusals);

    assertThat(Serialization.asJson(status)).hasSizeLessThan(700_000);
    check(services, status, refused);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 51, 60, 200})
  @Row("report-complete")
  void namesEveryServiceOfANodeWithoutAScheduler(int services) {
    Desired desired = Planner.plan(plan(services), NODE);
    List<Refused> refusals =
        desired.state().services().keySet().stream()
            .map(
                key -> refusal(key, desired, "cannot add virtual server " + key + ": no scheduler"))
            .toList();

    NodePlanStatus status = status(services, desired, refusals);

    assertThat(status.namesAll()).isTrue();
    assertThat(status.refused()).hasSize(services);
    check(services, status, Set.copyOf(sources(services)));
  }

  private static void check(int services, NodePlanStatus status, Set<String> refused) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("node-1").withGeneration(1L).build());
    plan.setSpec(plan(services));
    plan.setStatus(Serialization.unmarshal(Serialization.asJson(status), NodePlanStatus.class));
    NodeReport report = NodeReport.of(plan, PlanHistory.create(plan, CLOCK));
    VirtualServiceStatuses statuses = new VirtualServiceStatuses(CLOCK);

    for (int i = 0; i < services; i++) {
      String source = "VirtualService shop/s" + i;
      List<Condition> conditions =
          statuses
              .next(
                  null,
                  facts("s" + i),
                  Map.of(
                      "node-1", Optional.ofNullable(report.progress().get(source)).orElseThrow()))
              .status()
              .conditions();
      Set<String> expected =
          refused.contains(source)
              ? status.namesAll() ? Set.of("False") : Set.of("False", "Unknown")
              : status.namesAll() ? Set.of("True") : Set.of("Unknown");
      for (Condition condition : conditions.subList(1, 3)) {
        assertThat(expected)
            .as("%s %s of %s", condition.getType(), condition.getMessage(), source)
            .contains(condition.getStatus());
      }
    }
  }

  private static Refused refusal(ServiceKey key, Desired desired, String message) {
    VirtualServer server = Optional.ofNullable(desired.state().services().get(key)).orElseThrow();
    return new Refused(new Change.AddService(key, server.settings()), "ENOENT", message);
  }

  private static NodePlanStatus status(int services, Desired desired, List<Refused> refusals) {
    Comparison comparison =
        new Comparison(
            NODE,
            List.of(),
            desired,
            Ownership.NONE,
            Diff.of(desired.state(), KernelState.EMPTY, Ownership.NONE, Set.of()),
            PacketRules.NONE);
    Round round =
        new Round(
            new Plan(1, plan(services), List.of()),
            comparison,
            List.copyOf(refusals),
            refusals,
            List.of(),
            List.of(),
            Duration.ZERO);
    return new StatusReport(CLOCK, "test").of(round.findings(), List.of(), Optional.empty());
  }

  private static NodePlanSpec plan(int services) {
    return new NodePlanSpec(
        "node-1",
        new DirectorPlan(
            sources(services).stream().map(ReportReadTest::service).toList(),
            List.of(),
            List.of(),
            List.of()),
        null);
  }

  private static List<String> sources(int services) {
    return IntStream.range(0, services).mapToObj(i -> "VirtualService shop/s" + i).toList();
  }

  private static PlannedService service(String source) {
    int number = Integer.parseInt(source.substring(source.lastIndexOf('s') + 1));
    return new PlannedService(
        "192.0.2.10",
        Protocol.TCP,
        1 + number,
        null,
        null,
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(),
        List.of(),
        List.of(),
        false,
        null,
        source);
  }

  private static Facts.OfService facts(String name) {
    return new Facts.OfService(
        1,
        List.of(),
        new ServiceFacts(
            ResourceName.parse("VirtualService shop/" + name),
            List.of("192.0.2.10"),
            List.of("node-1"),
            1,
            0),
        new TreeMap<>(),
        Optional.empty(),
        List.of());
  }
}
