package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.operator.status.VirtualServiceStatuses;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanHistory;
import dev.lvs.parts.StoredReport;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Property of every report of a node: nothing that the node could not do is read as done. */
class ReportReadTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final NodeFacts NODE =
      new NodeFacts("6.12.0", Optional.of("1.2.1"), Set.of(), List.of(), Conf.USUAL, Routing.NONE);
  private static final String EDGE = "edge-1";

  /** One whose report cannot have parts, so that it is soon too small. */
  private static final String CRAMPED = "n".repeat(250);

  private final VirtualServiceStatuses statuses = new VirtualServiceStatuses(CLOCK);

  /** Random entries of every state on both sides of every cap. */
  @Property(tries = 60)
  @Row("report-complete")
  void noEntryIsLostAndNoneIsInvented(
      @ForAll boolean cramped,
      @ForAll @IntRange(max = 600) int services,
      @ForAll @IntRange(max = 100) int share,
      @ForAll @IntRange(min = 2, max = 1_500) int words,
      @ForAll long seed) {
    String node = cramped ? CRAMPED : EDGE;
    Random random = new Random(seed);
    List<ResourceReport> entries = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      for (int more = random.nextInt(3); more >= 0 && random.nextInt(100) < share; more--) {
        entries.add(entry(i, more, words, random));
      }
    }
    entries.sort(null);

    PlanReport report = BoundedReport.of(entries, StoredReport.room(node));

    Statistics.label("complete").collect(report.complete());
    PlanReport read = travelled(node, report);
    assertThat(read).isEqualTo(report);
    Map<String, ResourceState> worst =
        entries.stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.source().toString(),
                    ResourceReport::state,
                    (one, other) -> one.compareTo(other) > 0 ? one : other));
    check(node, services, NodePlanStatus.reporting(1L, "1", read), worst);
  }

  /** Services that the kernel refuses, from the refusal to the conditions. */
  @ParameterizedTest
  @ValueSource(ints = {1, 40, 41, 50, 51, 60, 200, 3_000})
  @Row("report-complete")
  void namesEveryServiceOfANodeWithoutAScheduler(int services) {
    Desired desired = Planner.plan(plan(EDGE, services), NODE);
    List<Refused> refusals =
        desired.state().services().keySet().stream().map(key -> refusal(key, desired)).toList();

    NodePlanStatus status = status(services, desired, refusals);

    PlanReport read = travelled(EDGE, Optional.ofNullable(status.report()).orElseThrow());
    assertThat(read.complete()).isTrue();
    assertThat(read.entries()).hasSize(services);
    check(
        EDGE,
        services,
        status.with(read),
        sources(services).stream()
            .collect(Collectors.toMap(it -> it, _ -> ResourceState.NOT_PROGRAMMED)));
  }

  /** A director without IPVS: there is nothing that it holds. */
  @ParameterizedTest
  @ValueSource(ints = {50, 60, 200})
  @Row("report-complete")
  void noServiceOfADirectorWithoutIpvsIsGood(int services) {
    NodeFacts bare =
        new NodeFacts("6.12.0", Optional.empty(), Set.of(), List.of(), Conf.USUAL, Routing.NONE);
    Desired desired = Planner.plan(plan(EDGE, services), bare);

    NodePlanStatus status = status(services, desired, List.of());

    check(
        EDGE,
        services,
        status.with(travelled(EDGE, Optional.ofNullable(status.report()).orElseThrow())),
        sources(services).stream()
            .collect(Collectors.toMap(it -> it, _ -> ResourceState.NOT_PROGRAMMED)));
  }

  /** As the API server keeps it and the operator puts it together. */
  private static PlanReport travelled(String node, PlanReport report) {
    StoredReport stored = StoredReport.split(node, report);
    Map<String, NodeReportPartSpec> parts = new HashMap<>();
    List<NodeReportPartReference> names = new ArrayList<>();
    stored
        .parts()
        .forEach(
            (digest, part) -> {
              String name = StoredReport.name(node, names.size());
              String json = Serialization.asJson(part);
              assertThat(json).hasSizeLessThan(1 << 20);
              names.add(new NodeReportPartReference(name, digest));
              parts.put(name, Serialization.unmarshal(json, NodeReportPartSpec.class));
            });
    String json = Serialization.asJson(stored.naming(names));
    assertThat(json).hasSizeLessThan(64 << 10);
    return StoredReport.join(
            Serialization.unmarshal(json, PlanReport.class),
            name -> Optional.ofNullable(parts.get(name)))
        .orElseThrow();
  }

  private void check(
      String node, int services, NodePlanStatus status, Map<String, ResourceState> worst) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName(node).withGeneration(1L).build());
    plan.setSpec(plan(node, services));
    plan.setStatus(status);
    NodeReport report = NodeReport.of(plan, PlanHistory.create(plan, CLOCK));
    PlanReport said = Optional.ofNullable(status.report()).orElseThrow();
    Set<String> named = new HashSet<>();
    said.entries().stream()
        .filter(entry -> entry.state() != ResourceState.PROGRAMMED)
        .forEach(entry -> named.add(entry.source().toString()));

    for (int i = 0; i < services; i++) {
      String source = "VirtualService shop/s" + i;
      List<Condition> conditions =
          statuses
              .next(
                  null,
                  facts(node, "s" + i),
                  Map.of(node, Optional.ofNullable(report.progress().get(source)).orElseThrow()))
              .status()
              .conditions();
      String expected =
          named.contains(source) || said.complete()
              ? programmed(worst.getOrDefault(source, ResourceState.PROGRAMMED))
              : "Unknown ReportTruncated";
      Condition programmed = conditions.get(1);
      assertThat(programmed.getStatus() + " " + programmed.getReason())
          .as("%s of %s", programmed.getMessage(), source)
          .startsWith(expected);
      if (worst.getOrDefault(source, ResourceState.PROGRAMMED) != ResourceState.PROGRAMMED) {
        assertThat(conditions.subList(1, 3))
            .as("what is not as planned is nowhere plainly good")
            .noneMatch(
                it ->
                    it.getStatus().equals("True")
                        && it.getReason().equals(it.getType())
                        && it.getType().equals("Programmed"));
      }
    }
  }

  private static String programmed(ResourceState worst) {
    return switch (worst) {
      case PROGRAMMED -> "True Programmed";
      case PARTIAL -> "True ";
      case UNKNOWN -> "Unknown ";
      case CONTESTED, NOT_PROGRAMMED -> "False ";
    };
  }

  private static ResourceReport entry(int number, int which, int words, Random random) {
    ResourceState state =
        List.of(ResourceState.values()).get(random.nextInt(ResourceState.values().length));
    boolean measured = state == ResourceState.PROGRAMMED;
    return new ResourceReport(
        ResourceName.parse("VirtualService shop/s" + number),
        1L,
        "2026-01-01T00:00:00Z",
        state,
        "Reason" + which,
        measured
            ? ResourceNumbers.ports(new LocalPorts(64_512, random.nextInt(64_512), 1))
            : ResourceNumbers.affected(1 + random.nextInt(3), 3),
        measured ? null : new FailedChange("ipvsadm -A -t 192.0.2.1:80 -s wrr", null),
        measured ? null : "\u00e4\"".repeat(words / 2));
  }

  private static Refused refusal(ServiceKey key, Desired desired) {
    VirtualServer server = Optional.ofNullable(desired.state().services().get(key)).orElseThrow();
    return new Refused(
        new IpvsChange.AddService(key, server.settings()),
        "ENOENT",
        "cannot add virtual server " + key + ": the kernel answers ENOENT: " + "x".repeat(300));
  }

  private static NodePlanStatus status(int services, Desired desired, List<Refused> refusals) {
    Findings findings =
        new Findings(
            new Plan(1, plan(EDGE, services), List.of()),
            NODE,
            List.of(),
            desired,
            Diff.of(desired.state(), KernelState.EMPTY, Ownership.NONE, Set.of()),
            List.copyOf(refusals),
            refusals,
            List.of());
    return new StatusReport(CLOCK, "test").of(findings, Measured.NOTHING, Optional.empty());
  }

  private static NodePlanSpec plan(String node, int services) {
    return new NodePlanSpec(
        node,
        new DirectorPlan(
            sources(services).stream().map(ReportReadTest::service).toList(),
            List.of(),
            List.of(),
            List.of()),
        RealServerPlan.EMPTY);
  }

  private static List<String> sources(int services) {
    return IntStream.range(0, services).mapToObj(i -> "VirtualService shop/s" + i).toList();
  }

  private static PlannedService service(String source) {
    int number = Integer.parseInt(source.substring(source.lastIndexOf('s') + 1));
    return new PlannedService(
        ServiceKey.parse("TCP 192.0.2.10:" + (1 + number)),
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(),
        List.of(),
        List.of(),
        false,
        null,
        ResourceName.parse(source));
  }

  private static Facts.OfService facts(String node, String name) {
    return new Facts.OfService(
        1,
        List.of(),
        new ServiceFacts(
            ResourceName.parse("VirtualService shop/" + name),
            List.of("192.0.2.10"),
            List.of(node),
            1,
            0),
        new TreeMap<>(),
        Optional.empty(),
        List.of());
  }
}
