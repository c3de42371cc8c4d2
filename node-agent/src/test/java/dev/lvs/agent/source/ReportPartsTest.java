package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.parts.StoredReport;
import dev.lvs.verdict.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportPartsTest {
  private static final String NODE = "edge-1";

  private final Map<String, NodeReportPartSpec> stored = new HashMap<>();
  private final List<String> writes = new ArrayList<>();
  private boolean away;

  private ReportParts parts = parts();

  @Test
  void writesAPartOnceAndTakesItAwayWithTheReport() {
    List<NodeReportPartReference> first = send(report(2_000, "one"));
    int written = writes.size();

    assertThat(written).isEqualTo(first.size()).isGreaterThan(3);
    assertThat(send(report(2_000, "one"))).isEqualTo(first);
    assertThat(writes).as("the same again").hasSize(written);

    assertThat(send(report(1, "one"))).isEmpty();
    assertThat(stored).isEmpty();
  }

  @Test
  void anotherEntryWritesFewPartsAndLeavesTheOthers() {
    List<ResourceReport> entries = new ArrayList<>(report(2_000, "one").entries());
    send(PlanReport.of(entries));
    int before = writes.size();
    entries.set(1_000, entry(1_000, "two"));

    send(PlanReport.of(entries));

    assertThat(writes.size() - before).isEqualTo(1);
  }

  @Test
  void writesNothingOverThatTheReportInForceNames() {
    List<NodeReportPartReference> first = send(report(2_000, "one"));
    Map<String, NodeReportPartSpec> before = Map.copyOf(stored);

    List<NodeReportPartReference> next =
        parts.write(StoredReport.split(NODE, report(2_000, "two")));

    assertThat(stored).containsAllEntriesOf(before);
    assertThat(next).doesNotContainAnyElementsOf(first);
  }

  @Test
  @Row("report-complete")
  void hasNamesEnoughHoweverOftenAReportDoesNotComeIntoForce() {
    List<NodeReportPartReference> inForce = send(report(15_000, "0"));
    Map<String, NodeReportPartSpec> before = Map.copyOf(stored);

    for (int i = 1; i < 6; i++) {
      parts.write(StoredReport.split(NODE, report(15_000, "" + i)));
    }

    assertThat(inForce.size()).isGreaterThan(40);
    assertThat(stored).containsAllEntriesOf(before);
    assertThat(stored.size()).isLessThanOrEqualTo(StoredReport.SLOTS);
    Set<String> names = new HashSet<>();
    IntStream.range(0, StoredReport.SLOTS).forEach(i -> names.add(StoredReport.name(NODE, i)));
    assertThat(names).containsAll(stored.keySet());
  }

  @Test
  void goesOnFromWhereAnotherAgentEnded() {
    List<NodeReportPartReference> first = send(report(2_000, "one"));
    writes.clear();
    parts = parts();
    parts.found(first);

    assertThat(send(report(2_000, "one"))).as("under the same names").isEqualTo(first);
    assertThat(writes).as("once more, for one may be gone").hasSize(first.size());
    send(report(1, "two"));
    assertThat(stored).isEmpty();
  }

  @Test
  void triesAPartAgainThatWasNotWritten() {
    away = true;
    assertThatThrownBy(() -> send(report(2_000, "one"))).isInstanceOf(IllegalStateException.class);
    away = false;

    List<NodeReportPartReference> named = send(report(2_000, "one"));

    assertThat(
            StoredReport.join(
                StoredReport.split(NODE, report(2_000, "one")).naming(named),
                name -> Optional.ofNullable(stored.get(name))))
        .contains(report(2_000, "one"));
  }

  private ReportParts parts() {
    return new ReportParts(NODE, this::write, stored::remove);
  }

  private void write(String name, NodeReportPartSpec part) {
    if (away) {
      throw new IllegalStateException("away");
    }
    writes.add(name);
    stored.put(name, part);
  }

  private List<NodeReportPartReference> send(PlanReport report) {
    List<NodeReportPartReference> named = parts.write(StoredReport.split(NODE, report));
    parts.inForce(named);
    return named;
  }

  private static PlanReport report(int entries, String message) {
    return PlanReport.of(IntStream.range(0, entries).mapToObj(i -> entry(i, message)).toList());
  }

  private static ResourceReport entry(int number, String message) {
    return new ResourceReport(
        new ResourceName("VirtualService", "shop", "s" + number),
        1L,
        null,
        ResourceState.NOT_PROGRAMMED,
        "NotOurs",
        null,
        null,
        message + "-".repeat(100));
  }
}
