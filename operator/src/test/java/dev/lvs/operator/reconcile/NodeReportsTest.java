package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.net.IpAddress;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Refusal;
import dev.lvs.operator.status.node.Responding;
import dev.lvs.operator.status.node.Trouble;
import dev.lvs.parts.StoredReport;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeReportsTest {
  private static final String WEB = "VirtualService shop/web";
  private static final String API = "VirtualService shop/api";

  private final Map<String, NodeReportPart> stored = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final NodeReports reports =
      new NodeReports(
          name -> Optional.ofNullable(stored.get(name)), clock.withZone(ZoneOffset.UTC));

  @Test
  void tellsOfWhomAReportIsNewsAndOfNobodyTwice() {
    NodePlan plan = plan("edge-1", 1, WEB, API);
    assertThat(reports.read(said(plan, 1, PlanReport.CLEAN)).sources())
        .containsExactlyInAnyOrder(WEB, API);

    assertThat(reports.read(said(plan, 1, PlanReport.CLEAN))).isEqualTo(NodeReports.News.NONE);
    assertThat(reports.read(said(plan, 1, PlanReport.of(List.of(refused("api"))))).sources())
        .containsExactly(API);
  }

  @Test
  void findsTheNodesOfAResource() {
    reports.read(said(plan("edge-1", 1, WEB), 1, PlanReport.CLEAN));
    reports.read(plan("edge-2", 1, WEB, API));

    assertThat(reports.progressOf(WEB)).containsOnlyKeys("edge-1", "edge-2");
    assertThat(reports.progressOf(API)).containsOnlyKeys("edge-2");
    assertThat(reports.holdersOf(WEB))
        .as("edge-2 has never carried out a plan")
        .containsOnlyKeys("edge-1");

    assertThat(reports.gone("edge-1").sources()).containsExactly(WEB);
    assertThat(reports.progressOf(WEB)).containsOnlyKeys("edge-2");
    assertThat(reports.gone("edge-9")).isEqualTo(NodeReports.News.NONE);
  }

  @Test
  void keepsWhatTheApiServerRefusedUntilItTakesSomething() {
    NodePlan standing = said(plan("edge-1", 1, WEB), 1, PlanReport.CLEAN);
    reports.read(standing);
    Refusal refusal = new Refusal(plan("edge-1", 2, API).getSpec(), "It is too large.", now);

    assertThat(reports.refused("edge-1", Optional.of(standing), refusal).sources())
        .containsExactlyInAnyOrder(WEB, API);
    assertThat(trouble("edge-1", API)).contains(new Trouble("PlanRefused", "It is too large."));
    assertThat(reports.taken("edge-1")).isTrue();
    assertThat(reports.taken("edge-1")).as("twice").isFalse();
  }

  @Test
  void whatIsCompiledIsCarriedOutOnlyAfterItIsWritten() {
    NodePlan standing = said(plan("edge-1", 1, WEB), 1, PlanReport.CLEAN);
    reports.read(standing);
    NodePlan next = plan("edge-1", 2, API);

    assertThat(reports.compiled(next.getSpec()).sources()).containsExactlyInAnyOrder(WEB, API);
    assertThat(isCarriedOut(API)).isFalse();
    assertThat(reports.written(plan("edge-1", 3, WEB, API).getSpec())).as("another").isFalse();
    assertThat(reports.written(next.getSpec())).isTrue();
    reports.read(said(next, 2, PlanReport.CLEAN));

    assertThat(isCarriedOut(API)).isTrue();
  }

  @Test
  void knowsOfNoSilenceButOfThoseWhoAreSilent() {
    NodePlan plan = plan("edge-1", 1, WEB);
    reports.read(said(plan, 1, PlanReport.CLEAN));
    assertThat(reports.of(List.of("edge-1", "edge-2"))).containsOnlyKeys("edge-1");

    plan.setStatus(
        plan.getStatus().with(List.of(Responding.silent("edge-1", Duration.ofSeconds(40), now))));
    assertThat(reports.read(plan).node()).contains("edge-1");

    assertThat(reports.of(List.of("edge-2", "edge-1")))
        .hasEntrySatisfying("edge-1", report -> assertThat(report.isSilent()).isTrue());
  }

  @Test
  @Row("report-complete")
  void readsAReportInParts() {
    NodePlan plan = plan("edge-1", 1, WEB, API);

    reports.read(said(plan, 1, inParts("edge-1", large())));

    assertThat(state(API)).containsExactly(ResourceState.NOT_PROGRAMMED);
    assertThat(state(WEB)).as("it has no entry, and all parts are there").isEmpty();
    assertThat(reports.missesParts("edge-1")).isEmpty();
  }

  @Test
  @Row("report-complete")
  void theReportBeforeStandsInForOneWhosePartsAreOnTheirWay() {
    NodePlan plan = plan("edge-1", 1, WEB, API);
    reports.read(said(plan, 1, PlanReport.CLEAN));
    PlanReport report = inParts("edge-1", large());
    Map<String, NodeReportPart> parts = Map.copyOf(stored);
    stored.clear();

    assertThat(reports.read(said(plan, 1, report)))
        .as("the status came before its parts")
        .isEqualTo(NodeReports.News.NONE);
    assertThat(reports.missesParts("edge-1")).contains(WholeReports.PATIENCE);

    stored.putAll(parts);
    assertThat(reports.read(said(plan, 1, report)).sources()).containsExactly(API);
  }

  @Test
  @Row("report-complete")
  void nothingIsKnownOfAReportWhosePartsDoNotCome() {
    NodePlan plan = plan("edge-1", 1, WEB, API);
    reports.read(said(plan, 1, PlanReport.CLEAN));
    PlanReport report = inParts("edge-1", large());
    stored.remove(report.parts().getFirst().name());

    reports.read(said(plan, 1, report));
    now = now.plus(WholeReports.PATIENCE);
    assertThat(reports.missesParts("edge-1")).isEmpty();
    assertThat(reports.read(said(plan, 1, report)).sources()).containsExactlyInAnyOrder(WEB, API);

    for (String source : List.of(WEB, API)) {
      assertThat(trouble("edge-1", source).map(Trouble::reason)).contains("ReportTruncated");
    }
  }

  @Test
  @Row("report-complete")
  void aPartThatAnotherNodeWroteIsNone() {
    NodePlan plan = plan("edge-1", 1, WEB);

    reports.read(said(plan, 1, inParts("edge-2", large())));
    now = now.plus(WholeReports.PATIENCE);
    reports.read(plan);

    assertThat(trouble("edge-1", WEB).map(Trouble::reason)).contains("ReportTruncated");
  }

  private List<ResourceState> state(String source) {
    return Optional.ofNullable(reports.progressOf(source).get("edge-1"))
        .orElseThrow()
        .said()
        .stream()
        .map(ResourceReport::state)
        .toList();
  }

  private boolean isCarriedOut(String source) {
    return Optional.ofNullable(reports.progressOf(source).get("edge-1")).orElseThrow().carriedOut();
  }

  private Optional<Trouble> trouble(String node, String source) {
    return Optional.ofNullable(reports.progressOf(source).get(node)).flatMap(PlanProgress::trouble);
  }

  /** So many entries that they have no place in one object, the service api among them. */
  private static PlanReport large() {
    List<ResourceReport> entries = new ArrayList<>();
    IntStream.range(0, 1_000).forEach(i -> entries.add(refused("s" + i)));
    entries.add(refused("api"));
    entries.sort(null);
    return PlanReport.of(entries);
  }

  private PlanReport inParts(String node, PlanReport whole) {
    StoredReport split = StoredReport.split(node, whole);
    List<NodeReportPartReference> names = new ArrayList<>();
    split
        .parts()
        .forEach(
            (digest, spec) -> {
              NodeReportPart part = new NodeReportPart();
              part.setSpec(spec);
              String name = StoredReport.name(node, names.size());
              stored.put(name, part);
              names.add(new NodeReportPartReference(name, digest));
            });
    assertThat(names).hasSizeGreaterThan(1);
    return split.naming(names);
  }

  private static ResourceReport refused(String service) {
    return new ResourceReport(
        new ResourceName("VirtualService", "shop", service),
        1L,
        null,
        ResourceState.NOT_PROGRAMMED,
        "NoIpvs",
        null,
        null,
        "The kernel has no IPVS.");
  }

  private static NodePlan said(NodePlan plan, long generation, PlanReport report) {
    plan.setStatus(NodePlanStatus.reporting(generation, "1", report));
    return plan;
  }

  private static List<ResourceName> named(String... sources) {
    return Stream.of(sources).map(ResourceName::parse).toList();
  }

  private static NodePlan plan(String node, long generation, String... sources) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName(node).withGeneration(generation).build());
    plan.setSpec(
        new NodePlanSpec(
            node,
            new DirectorPlan(
                List.of(),
                List.of(new PlannedVip(IpAddress.parse("192.0.2.1"), null, named(sources))),
                List.of(),
                List.of()),
            RealServerPlan.EMPTY));
    return plan;
  }
}
