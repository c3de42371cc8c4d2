package dev.lvs.operator.status.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.net.IpAddress;
import dev.lvs.operator.status.EntrySamples;
import dev.lvs.operator.status.MutableClock;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Meaning of a NodePlan's status for the service web, whose plan has generation 2. */
class NodeReportTest {
  private static final String WEB = "VirtualService shop/web";

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @Row("report-complete")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          report    | observed | entry         | carried out | entries | trouble
          complete  | 2        | none          | true        | 0       |
          complete  | 2        | NotProgrammed | true        | 1       |
          complete  | 2        | Partial       | true        | 1       |
          complete  | 2        | Programmed    | true        | 1       |
          complete  | 1        | none          | false       | 0       |
          complete  | 1        | NotProgrammed | false       | 0       |
          complete  | 1        | Programmed    | false       | 1       |
          truncated | 2        | none          | false       | 0       | ReportTruncated
          truncated | 2        | NotProgrammed | true        | 1       |
          truncated | 2        | Unknown       | true        | 1       |
          truncated | 2        | Partial       | true        | 1       |
          truncated | 2        | Programmed    | false       | 1       | ReportTruncated
          truncated | 1        | none          | false       | 0       |
          missing   | 2        | none          | false       | 0       | ReportTruncated
          parts     | 2        | none          | false       | 0       | ReportTruncated
          parts     | 2        | NotProgrammed | true        | 1       |
          """,
      useHeadersInDisplayName = true)
  void whatIsNotNamedIsKnownFromACompleteReportAlone(
      String report,
      long observed,
      String entry,
      boolean carriedOut,
      int entries,
      @Nullable String trouble) {
    NodePlan plan = plan(2);
    NodePlanStatus clean = NodePlanStatus.reporting(observed, "1", PlanReport.CLEAN);
    plan.setStatus(clean.with(report(report, entry)));

    PlanProgress web = web(NodeReport.of(plan, PlanHistory.begin(plan, clock)));

    assertThat(web.carriedOut()).isEqualTo(carriedOut);
    assertThat(web.said()).hasSize(entries);
    assertThat(web.trouble().map(Trouble::reason)).isEqualTo(Optional.ofNullable(trouble));
  }

  @Test
  void aSilentNodeIsNotKnownWhateverItSaidLast() {
    NodePlan plan = plan(2);
    plan.setStatus(
        NodePlanStatus.reporting(2L, "1", PlanReport.CLEAN)
            .with(List.of(Responding.silent("edge-1", Duration.ofSeconds(40), clock.instant()))));

    NodeReport report = NodeReport.of(plan, PlanHistory.begin(plan, clock));

    assertThat(report.isSilent()).isTrue();
    assertThat(web(report).trouble().map(Trouble::reason)).contains("NodeSilent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Ready      | False   | ModuleMissing  | NodeNotReady
          Ready      | True    | Ready          |
          Programmed | False   | UnreadablePlan | NodeNotReady
          Programmed | False   | NotAll         |
          Programmed | Unknown | AnswerLost     |
          """)
  void anAgentThatCannotCarryOutItsPlanSaysSoByACondition(
      String type, String status, String reason, @Nullable String trouble) {
    NodePlan plan = plan(2);
    plan.setStatus(
        NodePlanStatus.reporting(2L, "1", PlanReport.CLEAN)
            .with(List.of(condition(type, status, reason))));

    NodeReport report = NodeReport.of(plan, PlanHistory.begin(plan, clock));

    assertThat(report.trouble().map(Trouble::reason)).isEqualTo(Optional.ofNullable(trouble));
  }

  /** Where several tenants have services on one director, what it says may be about all of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          All of VirtualService bank/x.y, VirtualService shop/web failed. | All of a VirtualService of another namespace, VirtualService shop/web failed.
          source: "VirtualService bank/pay": Invalid value                | source: "a VirtualService of another namespace": Invalid value
          RealServer bank/a-1. DirectorGroup edge, Node d1, 10.0.0.0/8    | a RealServer of another namespace. DirectorGroup edge, Node d1, 10.0.0.0/8
          """)
  void nothingOfOtherNamespacesIsNamed(String said, String seen) {
    NodePlan plan = plan(2);
    plan.setStatus(
        NodePlanStatus.reporting(2L, "1", PlanReport.CLEAN)
            .with(
                PlanReport.of(List.of(EntrySamples.so(WEB, ResourceState.PARTIAL, "Off", said)))));
    PlanHistory history = PlanHistory.begin(plan, clock);
    Refusal refusal = new Refusal(spec("192.0.2.2"), said, clock.instant());

    assertThat(web(NodeReport.of(plan, history)).said())
        .extracting(ResourceReport::message)
        .containsExactly(seen);
    NodeReport refused = NodeReport.refused(plan, history, refusal);
    assertThat(web(refused).trouble().map(Trouble::message)).contains(seen);
    assertThat(refused.trouble().map(Trouble::message)).as("for admins").contains(said);
  }

  @Test
  void whatTheOperatorSaidItselfIsNoReport() {
    NodePlan plan = plan(2);
    plan.setStatus(NodePlanStatus.saying(Responding.heard("edge-1", clock.instant())));

    NodeReport report = NodeReport.of(plan, PlanHistory.begin(plan, clock));

    assertThat(report.reporting()).isFalse();
    assertThat(report.holding()).isFalse();
    assertThat(web(report).carriedOut()).isFalse();
  }

  private static PlanProgress web(NodeReport report) {
    return Optional.ofNullable(report.progress().get(WEB)).orElseThrow();
  }

  private static @Nullable PlanReport report(String report, String entry) {
    List<ResourceReport> entries =
        switch (entry) {
          case "none" -> List.of();
          case "Programmed" -> List.of(EntrySamples.ports(WEB, new LocalPorts(64_512, 1, 1)));
          case "Partial" ->
              List.of(EntrySamples.so(WEB, ResourceState.PARTIAL, "Off", "It is so."));
          case "Unknown" ->
              List.of(EntrySamples.so(WEB, ResourceState.UNKNOWN, "Lost", "It is so."));
          default ->
              List.of(EntrySamples.so(WEB, ResourceState.NOT_PROGRAMMED, "NotOurs", "It is so."));
        };
    return switch (report) {
      case "complete" -> PlanReport.of(entries);
      case "truncated" -> PlanReport.truncated(entries, 3);
      case "parts" ->
          new PlanReport(
              true,
              null,
              entries,
              List.of(new NodeReportPartReference("edge-1.report-00", "0123")));
      default -> null;
    };
  }

  private static Condition condition(String type, String status, String reason) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage("It is so.")
        .build();
  }

  private static NodePlan plan(long generation) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-1").withGeneration(generation).build());
    plan.setSpec(spec("192.0.2.1"));
    return plan;
  }

  private static NodePlanSpec spec(String vip) {
    return new NodePlanSpec(
        "edge-1",
        new DirectorPlan(
            List.of(),
            List.of(new PlannedVip(IpAddress.parse(vip), null, List.of(ResourceName.parse(WEB)))),
            List.of(),
            List.of()),
        RealServerPlan.EMPTY);
  }
}
