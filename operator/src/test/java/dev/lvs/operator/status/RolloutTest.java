package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorState;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.RealServerCounts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Conditions and counts of a service with three real servers, from the reports of two directors.
 */
class RolloutTest {
  private static final String WEB = "VirtualService shop/web";

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @Row("report-complete")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          edge-1     | edge-2     | states                 | Programmed                 | Ready
          programmed | programmed | Programmed, Programmed | True Programmed            | True Ready
          measured   | programmed | Programmed, Programmed | True Programmed            | True Ready
          refused    | programmed | Refused, Programmed    | False KernelRefused        | True Ready
          refused    | refused    | Refused, Refused       | False KernelRefused        | False KernelRefused
          contested  | programmed | Contested, Programmed  | False Fight                | True Ready
          contested  | contested  | Contested, Contested   | False Fight                | False Fight
          contested  | refused    | Contested, Refused     | False KernelRefused        | False KernelRefused
          partial    | programmed | Partial, Programmed    | True ServerNotOnLink       | True Ready
          partial    | partial    | Partial, Partial       | True ServerNotOnLink       | True Ready
          partial    | refused    | Partial, Refused       | False KernelRefused        | True Ready
          unreached  | programmed | Partial, Programmed    | True ServerNotOnLink       | False ServerNotOnLink
          doubted    | programmed | Partial, Programmed    | True HealthUnknown         | Unknown HealthUnknown
          lost       | programmed | Unknown, Programmed    | Unknown AnswerLost         | True Ready
          lost       | lost       | Unknown, Unknown       | Unknown AnswerLost         | Unknown Pending
          lost       | refused    | Unknown, Refused       | False KernelRefused        | False KernelRefused
          truncated  | programmed | Pending, Programmed    | Unknown ReportTruncated    | True Ready
          truncated  | truncated  | Pending, Pending       | Unknown ReportTruncated    | Unknown Pending
          truncated  | refused    | Pending, Refused       | False KernelRefused        | False KernelRefused
          silent     | programmed | Unknown, Programmed    | Unknown NodeSilent         | Unknown NodeSilent
          silent     | silent     | Unknown, Unknown       | Unknown NodeSilent         | Unknown NodeSilent
          unfit      | programmed | Pending, Programmed    | False NodeNotReady         | True Ready
          unfit      | unfit      | Pending, Pending       | False NodeNotReady         | False NodeNotReady
          unfit      | truncated  | Pending, Pending       | False NodeNotReady         | False NodeNotReady
          waiting    | programmed | Pending, Programmed    | Unknown Pending            | True Ready
          waiting    | waiting    | Pending, Pending       | Unknown Pending            | Unknown Pending
          leaving    | programmed | Pending, Programmed    | Unknown Pending            | True Ready
          none       | programmed | Pending, Programmed    | Unknown Pending            | True Ready
          """,
      useHeadersInDisplayName = true)
  void whatDirectorsSayBecomesConditions(
      String one, String other, String states, String programmed, String ready) {
    VirtualServiceStatus status = status(one, other);

    assertThat(status.directors().stream().map(DirectorState::state))
        .containsExactly(states.split(", "));
    assertThat(said(status.conditions().get(1))).isEqualTo(programmed);
    assertThat(said(status.conditions().get(2))).isEqualTo(ready);
  }

  @Test
  void countsThoseRealServersThatTheDirectorOfTheFewestReaches() {
    assertThat(status("partial", "programmed").realServers())
        .isEqualTo(new RealServerCounts(3, 2, 0));
    assertThat(status("partial", "unreached").realServers())
        .isEqualTo(new RealServerCounts(3, 0, 0));
  }

  /** Of a service whose three real servers are checked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          edge-1     | edge-2     | ready | unhealthy | unknown | Ready
          programmed | programmed | 3     | 0         | 0       | True Ready
          failed     | programmed | 2     | 1         | 0       | True Ready
          allFailed  | programmed | 0     | 3         | 0       | False HealthCheckFailed
          doubted    | programmed | 0     | 0         | 3       | Unknown HealthUnknown
          mixed      | programmed | 0     | 1         | 2       | Unknown HealthUnknown
          due        | programmed | 0     | 0         | 3       | Unknown HealthUnknown
          due        | failed     | 0     | 0         | 3       | Unknown HealthUnknown
          silent     | programmed | 0     | 0         | 3       | Unknown NodeSilent
          silent     | silent     | 0     | 0         | 3       | Unknown NodeSilent
          truncated  | failed     | 0     | 0         | 3       | Unknown HealthUnknown
          none       | programmed | 3     | 0         | 0       | True Ready
          none       | none       | 0     | 0         | 3       | Unknown Pending
          unfit      | failed     | 2     | 1         | 0       | True Ready
          leaving    | programmed | 3     | 0         | 0       | True Ready
          """,
      useHeadersInDisplayName = true)
  void countsNoServerAsReadyOfWhichThatIsNotKnown(
      String one, String other, int ready, int unhealthy, int unknown, String condition) {
    VirtualServiceStatus status = status(one, other, true);

    assertThat(status.realServers())
        .isEqualTo(new RealServerCounts(3, ready, 0, unhealthy, unknown));
    assertThat(said(status.conditions().get(2))).isEqualTo(condition);
  }

  @Test
  void saysWhatIsSoOfThoseThatAreNotReady() {
    assertThat(status("failed", "programmed", true).conditions().get(2).getMessage())
        .isEqualTo("2 of 3 real servers take new connections. 1 fails its health check.");
    assertThat(status("due", "programmed", true).conditions().get(2).getMessage())
        .isEqualTo("Whether any of 3 real servers work is not known.");
  }

  @Test
  void saysOfHowManyItIsSo() {
    String message = status("partial", "programmed").conditions().get(1).getMessage();

    assertThat(message)
        .isEqualTo(
            "Programmed on edge-1 and edge-2, but in part only: Node edge-1: It is so."
                + " This is so of 1 of 3.");
  }

  @Test
  void saysTheReasonOfWhatAReportHadNoWordsFor() {
    PlanProgress bare =
        progress(
            true,
            Optional.empty(),
            EntrySamples.with(
                WEB, ResourceState.NOT_PROGRAMMED, "NoIpvs", null, ResourceNumbers.affected(7)));

    String message = status(Map.of("edge-1", bare), false).conditions().get(1).getMessage();

    assertThat(message)
        .startsWith("Node edge-1: NoIpvs; see the log of lvs-node-agent there. This is so of 7.");
  }

  private VirtualServiceStatus status(String one, String other) {
    return status(one, other, false);
  }

  private VirtualServiceStatus status(String one, String other, boolean checked) {
    Map<String, PlanProgress> progress = new HashMap<>();
    progress(one).ifPresent(at -> progress.put("edge-1", at));
    progress(other).ifPresent(at -> progress.put("edge-2", at));
    return status(progress, checked);
  }

  private VirtualServiceStatus status(Map<String, PlanProgress> progress, boolean checked) {
    Facts.OfService facts =
        new Facts.OfService(
            1,
            List.of(),
            new ServiceFacts(
                ResourceName.parse(WEB), List.of("192.0.2.1"), List.of("edge-1", "edge-2"), 3, 0),
            new TreeMap<>(),
            Optional.empty(),
            List.of(),
            checked,
            new TreeMap<>());
    return new VirtualServiceStatuses(clock).next(null, facts, progress).status();
  }

  private Optional<PlanProgress> progress(String word) {
    return switch (word) {
      case "programmed" -> Optional.of(progress(true, Optional.empty()));
      case "measured" ->
          Optional.of(
              progress(
                  true,
                  Optional.empty(),
                  EntrySamples.ports(WEB, new LocalPorts(64_512, 9_000, 9_000))));
      case "refused" ->
          Optional.of(
              progress(
                  true,
                  Optional.empty(),
                  EntrySamples.refused(WEB, "ipvsadm -A", "ENOENT", "Why.")));
      case "contested" -> Optional.of(said(ResourceState.CONTESTED, "Fight"));
      case "lost" -> Optional.of(said(ResourceState.UNKNOWN, "AnswerLost"));
      case "partial" -> Optional.of(unreached("ServerNotOnLink", 1));
      case "unreached" -> Optional.of(unreached("ServerNotOnLink", 3));
      case "doubted" -> Optional.of(unreached(ResourceReport.HEALTH_UNKNOWN, 3));
      case "failed" -> Optional.of(unreached(ResourceReport.HEALTH_CHECK_FAILED, 1));
      case "allFailed" -> Optional.of(unreached(ResourceReport.HEALTH_CHECK_FAILED, 3));
      case "mixed" ->
          Optional.of(
              progress(
                  true,
                  Optional.empty(),
                  flaw(ResourceReport.HEALTH_CHECK_FAILED, 1),
                  flaw(ResourceReport.HEALTH_UNKNOWN, 2)));
      case "due" ->
          Optional.of(
              progress(
                  true,
                  Optional.empty(),
                  EntrySamples.with(
                      WEB,
                      ResourceState.PROGRAMMED,
                      ResourceReport.HEALTH_PENDING,
                      null,
                      ResourceNumbers.affected(3, 3))));
      case "truncated" -> Optional.of(troubled(Trouble.REPORT_TRUNCATED));
      case "silent" ->
          Optional.of(
              progress(true, Optional.of(new Trouble(Trouble.NODE_SILENT, "Not heard from."))));
      case "unfit" -> Optional.of(troubled(Trouble.NODE_NOT_READY));
      case "waiting" -> Optional.of(progress(false, Optional.empty()));
      case "leaving" -> {
        PlanChange change = new PlanChange(1, clock.instant(), true);
        yield Optional.of(new PlanProgress(change, true, false, List.of(), Optional.empty()));
      }
      case "none" -> Optional.empty();
      default -> throw new IllegalArgumentException(word);
    };
  }

  private PlanProgress said(ResourceState state, String reason) {
    return progress(true, Optional.empty(), EntrySamples.so(WEB, state, reason, "It is so."));
  }

  private PlanProgress unreached(String reason, int servers) {
    return progress(true, Optional.empty(), flaw(reason, servers));
  }

  private static ResourceReport flaw(String reason, int servers) {
    return EntrySamples.with(
        WEB, ResourceState.PARTIAL, reason, "It is so.", ResourceNumbers.affected(servers, 3));
  }

  private PlanProgress troubled(String reason) {
    return progress(false, Optional.of(new Trouble(reason, "It is so.")));
  }

  private PlanProgress progress(
      boolean carriedOut, Optional<Trouble> trouble, ResourceReport... said) {
    PlanChange change = new PlanChange(1, clock.instant().minus(Duration.ofMinutes(1)), true);
    return new PlanProgress(change, false, carriedOut, List.of(said), trouble);
  }

  private static String said(Condition condition) {
    return condition.getStatus() + " " + condition.getReason();
  }
}
