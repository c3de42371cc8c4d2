package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.parts.StoredReport;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reports that come in parts, on two watches and in any order. */
class WholeReportsTest {
  private final Map<String, NodeReportPart> stored = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final WholeReports reports =
      new WholeReports(
          name -> Optional.ofNullable(stored.get(name)), clock.withZone(ZoneOffset.UTC));

  @Test
  void aReportInOnePieceIsAsItIs() {
    NodePlan plan = plan(1, PlanReport.CLEAN);

    assertThat(reports.of(plan).getStatus()).isEqualTo(plan.getStatus());
    assertThat(reports.of(plan(1, null)).getStatus().report()).isNull();
    assertThat(reports.left("edge-1")).isEmpty();
  }

  @Test
  void aReportInPartsIsPutTogether() {
    PlanReport whole = large("a");
    PlanReport named = store(whole);

    assertThat(reports.of(plan(1, named)).getStatus().report()).isEqualTo(whole);
  }

  @Test
  void whilePartsAreOnTheirWayTheReportBeforeStands() {
    PlanReport before = large("a");
    reports.of(plan(1, store(before)));
    PlanReport next = store(large("b"));
    stored.clear();

    NodePlan read = reports.of(plan(2, next));

    assertThat(read.getStatus().report()).isEqualTo(before);
    assertThat(read.getStatus().observedGeneration()).as("of the report before").isEqualTo(1);
    assertThat(reports.left("edge-1")).contains(WholeReports.PATIENCE);
  }

  @Test
  void afterThatTheyAreMissingAndWhatIsInThemIsUnknown() {
    reports.of(plan(1, store(large("a"))));
    PlanReport next = store(large("b"));
    stored.clear();
    reports.of(plan(2, next));

    now = now.plus(WholeReports.PATIENCE);

    assertThat(reports.of(plan(2, next)).getStatus().report()).isEqualTo(next);
    assertThat(reports.left("edge-1")).isEmpty();
  }

  @Test
  void aPartThatComesEndsTheWait() {
    PlanReport whole = large("a");
    PlanReport named = store(whole);
    NodeReportPart late = stored.remove(StoredReport.name("edge-1", 0));
    reports.of(plan(1, named));
    now = now.plus(Duration.ofMinutes(1));

    stored.put(StoredReport.name("edge-1", 0), late);

    assertThat(reports.of(plan(1, named)).getStatus().report()).isEqualTo(whole);
    assertThat(reports.left("edge-1")).isEmpty();
  }

  @Test
  void aNodeThatWasForgottenHasNoReportBefore() {
    reports.of(plan(1, store(large("a"))));
    reports.forget("edge-1");
    PlanReport next = store(large("b"));
    stored.clear();

    assertThat(reports.of(plan(2, next)).getStatus().report()).isEqualTo(next);
  }

  /** Each node may write parts by its own name only. */
  @Test
  void aPartOfAnotherNodeIsNone() {
    PlanReport named = store(large("a"));
    stored.replaceAll(
        (name, part) -> {
          NodeReportPart other = new NodeReportPart();
          var spec = part.getSpec();
          other.setSpec(new NodeReportPartSpec("edge-2", spec.digest(), spec.entries()));
          return other;
        });
    now = now.plus(WholeReports.PATIENCE);

    assertThat(reports.of(plan(1, named)).getStatus().report()).isEqualTo(named);
  }

  private PlanReport store(PlanReport whole) {
    StoredReport split = StoredReport.split("edge-1", whole);
    List<NodeReportPartReference> names = new ArrayList<>();
    split
        .parts()
        .forEach(
            (digest, spec) -> {
              NodeReportPart part = new NodeReportPart();
              part.setSpec(spec);
              String name = StoredReport.name("edge-1", names.size());
              stored.put(name, part);
              names.add(new NodeReportPartReference(name, digest));
            });
    return split.naming(names);
  }

  private static PlanReport large(String reason) {
    return PlanReport.of(
        IntStream.range(1_000, 2_000)
            .mapToObj(
                i ->
                    new ResourceReport(
                        new ResourceName("VirtualService", "shop", "s" + i),
                        1L,
                        null,
                        ResourceState.NOT_PROGRAMMED,
                        reason,
                        null,
                        null,
                        "It is so."))
            .toList());
  }

  private static NodePlan plan(long generation, @Nullable PlanReport report) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-1").build());
    plan.setSpec(NodePlanSpec.empty("edge-1"));
    plan.setStatus(NodePlanStatus.reporting(generation, "1", PlanReport.CLEAN).with(report));
    return plan;
  }
}
