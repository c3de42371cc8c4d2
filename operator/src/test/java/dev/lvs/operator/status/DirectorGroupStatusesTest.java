package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.DirectorNode;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of a DirectorGroup, from the reports of its two directors. */
class DirectorGroupStatusesTest {
  private static final String GROUP = "DirectorGroup edge";
  private static final List<String> WORDS =
      List.of("set", "refused", "lost", "waiting", "silent", "unfit", "plain", "none");

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          edge-1  | edge-2  | Programmed           | Ready
          set     | set     | True Programmed      | True Ready
          plain   | set     | True Programmed      | True Ready
          refused | set     | False SettingRefused | True Ready
          lost    | set     | False SettingRefused | True Ready
          waiting | set     | Unknown Pending      | True Ready
          silent  | set     | Unknown NodeSilent   | True SomeDirectorsNotReady
          silent  | refused | False SettingRefused | True SomeDirectorsNotReady
          silent  | silent  | Unknown NodeSilent   | Unknown NodeSilent
          silent  | unfit   | Unknown NodeSilent   | Unknown NodeSilent
          unfit   | set     | True Programmed      | True SomeDirectorsNotReady
          unfit   | unfit   | True Programmed      | False NoDirectorReady
          none    | set     | True Programmed      | True SomeDirectorsNotReady
          none    | none    | True Programmed      | False NoDirectorReady
          unheard | set     | True Programmed      | True SomeDirectorsNotReady
          unheard | unheard | True Programmed      | False NoDirectorReady
          """,
      useHeadersInDisplayName = true)
  void whatNodesSayBecomesConditions(String one, String other, String programmed, String ready) {
    DirectorGroupStatus status = status(Map.of("edge-1", one, "edge-2", other));

    assertThat(said(status, 1)).isEqualTo(programmed);
    assertThat(said(status, 2)).isEqualTo(ready);
    assertThat(status.nodeCount()).isEqualTo(2);
  }

  @Test
  void namesWhatIsNotSetAndWhere() {
    DirectorGroupStatus status = status(Map.of("edge-1", "refused", "edge-2", "set"));

    assertThat(status.conditions().get(1).getMessage())
        .isEqualTo("Not as it is set: edge-1 (Cannot set it.).");
    assertThat(status.nodes())
        .containsExactly(new DirectorNode("edge-1", 3, null), new DirectorNode("edge-2", 3, null));
  }

  @Test
  void aMistakeInTheGroupIsSaid() {
    Problem problem =
        new Problem(
            ResourceName.parse(GROUP),
            "spec.timeouts",
            Reason.INVALID_SETTING,
            Consequence.REFUSED,
            "Too long.");

    DirectorGroupStatus status =
        new DirectorGroupStatuses(clock)
            .next(
                null,
                GROUP,
                new Facts.OfGroup(4, List.of(problem), new TreeMap<>(Map.of("edge-1", 3))),
                reports(Map.of("edge-1", "set")),
                Optional.empty());

    assertThat(said(status, 0)).isEqualTo("False InvalidSetting");
    assertThat(status.observedGeneration()).isEqualTo(4);
  }

  @Test
  void theSameAgainIsTheSameStatus() {
    Map<String, String> nodes = Map.of("edge-1", "unfit", "edge-2", "set");
    DirectorGroupStatus once = status(nodes);
    clock.passes(Duration.ofHours(1));

    DirectorGroupStatus again =
        new DirectorGroupStatuses(clock)
            .next(once, GROUP, facts(nodes), reports(nodes), Optional.empty());

    assertThat(again).isEqualTo(once);
  }

  /** Of a node that falls silent nothing gets better. */
  @Property(tries = 200)
  void silenceIsNeverGood(@ForAll("nodes") List<String> words, @ForAll int which) {
    Map<String, String> known = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      known.put("edge-" + i, words.get(i));
    }
    Map<String, String> less = new HashMap<>(known);
    less.put("edge-" + Math.floorMod(which, words.size()), "silent");

    DirectorGroupStatus status = status(less);

    assertThat(said(status, 1)).isNotEqualTo("True Programmed");
    assertThat(said(status, 2)).isNotEqualTo("True Ready");
    if (!said(status(known), 2).startsWith("True")) {
      assertThat(said(status, 2)).doesNotStartWith("True");
    }
  }

  @Provide
  Arbitrary<List<String>> nodes() {
    return Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(5);
  }

  @Test
  void saysWhyNoClientComesToADirector() {
    assertThat(status(Map.of("edge-1", "unheard", "edge-2", "set")).nodes())
        .containsExactly(
            new DirectorNode("edge-1", 3, "No session."), new DirectorNode("edge-2", 3, null));
  }

  private DirectorGroupStatus status(Map<String, String> nodes) {
    return new DirectorGroupStatuses(clock)
        .next(null, GROUP, facts(nodes), reports(nodes), Optional.empty());
  }

  private static Facts.OfGroup facts(Map<String, String> nodes) {
    TreeMap<String, Integer> services = new TreeMap<>();
    nodes.keySet().forEach(node -> services.put(node, 3));
    return new Facts.OfGroup(1, List.of(), services);
  }

  private Map<String, NodeReport> reports(Map<String, String> nodes) {
    Map<String, NodeReport> reports = new HashMap<>();
    nodes.forEach((node, word) -> reports.put(node, report(node, word)));
    return reports;
  }

  private NodeReport report(String node, String word) {
    return switch (word) {
      case "set" -> report(node, true, Optional.empty(), true);
      case "refused" ->
          report(
              node,
              true,
              Optional.empty(),
              true,
              EntrySamples.refused(GROUP, "sysctl -w", "EINVAL", "Cannot set it."));
      case "lost" ->
          report(
              node,
              true,
              Optional.empty(),
              true,
              EntrySamples.so(GROUP, ResourceState.UNKNOWN, "AnswerLost", "Not known."));
      case "unheard" ->
          report(
              node,
              true,
              Optional.empty(),
              true,
              EntrySamples.so(
                  GROUP, ResourceState.PARTIAL, ResourceReport.NO_BGP_SESSION, "No session."));
      case "waiting" -> report(node, true, Optional.empty(), false);
      case "silent" ->
          report(
              node, true, Optional.of(new Trouble(Trouble.NODE_SILENT, "Not heard from.")), false);
      case "unfit" ->
          new NodeReport(
              node,
              true,
              1,
              Optional.of(new Trouble(Trouble.NODE_NOT_READY, "It has no IPVS.")),
              Map.of());
      case "none" -> new NodeReport(node, false, 0, Optional.empty(), Map.of());
      default -> new NodeReport(node, true, 1, Optional.empty(), Map.of());
    };
  }

  private NodeReport report(
      String node,
      boolean reporting,
      Optional<Trouble> trouble,
      boolean carriedOut,
      ResourceReport... said) {
    PlanProgress progress =
        new PlanProgress(
            new PlanChange(1, clock.instant(), true), false, carriedOut, List.of(said), trouble);
    return new NodeReport(node, reporting, 1, trouble, Map.of(GROUP, progress));
  }

  private static String said(DirectorGroupStatus status, int condition) {
    Condition one = status.conditions().get(condition);
    return one.getStatus() + " " + one.getReason();
  }
}
