package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerCheck;
import dev.lvs.parts.StoredReport;
import dev.lvs.verdict.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Order in which parts of a report that is too large are dropped. */
class BoundedReportTest {
  private static final int PLENTY = 1 << 20;

  @Test
  void whatFitsIsReportedAsItIs() {
    List<ResourceReport> entries = entries(3, 20);

    assertThat(BoundedReport.of(entries, PLENTY)).isEqualTo(PlanReport.of(entries));
    assertThat(BoundedReport.of(List.of(), 0)).isEqualTo(PlanReport.CLEAN);
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    ResourceReport long_ = entry(0, "NotOurs", ResourceState.NOT_PROGRAMMED, 5_000);

    ResourceReport said = BoundedReport.of(List.of(long_), PLENTY).entries().getFirst();

    assertThat(said.message()).hasSize(StoredReport.LONGEST_TEXT + 4).endsWith(" ...");
    assertThat(said.failed()).isEqualTo(long_.failed());
  }

  @Test
  void wordsAreDroppedBeforeResources() {
    List<ResourceReport> entries = entries(10, 500);
    int bare = entries.stream().mapToInt(entry -> StoredReport.bytes(entry.withoutText())).sum();

    PlanReport report = BoundedReport.of(entries, bare + 600);

    assertThat(report.complete()).isTrue();
    assertThat(report.entries()).extracting(ResourceReport::source).hasSize(10);
    assertThat(report.entries()).filteredOn(entry -> entry.message() != null).hasSize(1);
  }

  @Test
  void furtherReasonsAndMeasurementsAreDroppedBeforeResources() {
    List<ResourceReport> entries = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      entries.add(entry(i, "KernelRefused", ResourceState.NOT_PROGRAMMED, 2));
      entries.add(entry(i, "AnswerLost", ResourceState.UNKNOWN, 2));
      entries.add(measured(i, 60_000 - i));
    }
    entries.sort(null);
    int worst = 4 * StoredReport.bytes(entries.getFirst().withoutText());

    PlanReport report = BoundedReport.of(entries, worst);

    assertThat(report.complete()).isTrue();
    assertThat(report.entries())
        .extracting(ResourceReport::reason)
        .hasSize(4)
        .containsOnly("KernelRefused");
  }

  @Test
  void ofMeasurementsTheMostUrgentIsKept() {
    List<ResourceReport> entries =
        List.of(measured(0, 60_000), measured(1, 5), measured(2, 30_000));

    PlanReport report = BoundedReport.of(entries, StoredReport.bytes(entries.get(1)) + 2);

    assertThat(report.complete()).isTrue();
    assertThat(report.entries()).containsExactly(entries.get(1));
  }

  @Test
  @Row("report-complete")
  void aReportThatLeavesAResourceOutSaysHowMany() {
    List<ResourceReport> entries = entries(10, 2);
    int three = 3 * StoredReport.bytes(entries.getFirst().withoutText());

    PlanReport report = BoundedReport.of(entries, three);

    assertThat(report.complete()).isFalse();
    assertThat(report.unnamed()).isEqualTo(7);
    assertThat(report.entries()).hasSize(3);
    assertThat(report.holdsAll()).isFalse();
  }

  /** Any entries, any room: within it, nothing invented, and complete only where that is true. */
  @Property(tries = 300)
  @Row("report-complete")
  void isWithinItsRoomAndTrue(
      @ForAll @IntRange(max = 60) int resources,
      @ForAll @IntRange(max = 40) int servers,
      @ForAll @IntRange(max = 20_000) int room,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<ResourceReport> entries = new ArrayList<>();
    for (int i = 0; i < resources; i++) {
      for (int reason = random.nextInt(3); reason >= 0; reason--) {
        ResourceState state =
            List.of(ResourceState.values()).get(random.nextInt(ResourceState.values().length));
        entries.add(entry(i, "Reason" + reason, state, random.nextInt(300)));
      }
    }
    for (int i = 0; i < servers; i++) {
      entries.add(checked(i, random.nextInt(300)));
    }
    entries.sort(null);

    PlanReport report = BoundedReport.of(entries, room);

    Statistics.label("complete").collect(report.complete(), report.namesServers());
    assertThat(report.entries().stream().mapToInt(StoredReport::bytes).sum())
        .isLessThanOrEqualTo(room);
    Map<ResourceName, ResourceState> worst = new HashMap<>();
    entries.stream()
        .filter(entry -> entry.check() == null && entry.state() != ResourceState.PROGRAMMED)
        .forEach(
            entry ->
                worst.merge(
                    entry.source(),
                    entry.state(),
                    (one, other) -> one.compareTo(other) > 0 ? one : other));
    Map<ResourceName, ResourceState> named = new HashMap<>();
    report.entries().stream()
        .filter(entry -> entry.check() == null && entry.state() != ResourceState.PROGRAMMED)
        .forEach(
            entry ->
                named.merge(
                    entry.source(),
                    entry.state(),
                    (one, other) -> one.compareTo(other) > 0 ? one : other));
    assertThat(worst).as("the worst of each that is named").containsAllEntriesOf(named);
    int unnamed = worst.size() - named.size();
    assertThat(report.complete()).isEqualTo(unnamed == 0);
    assertThat(report.unnamed()).isEqualTo(unnamed == 0 ? null : unnamed);
    int kept = (int) report.entries().stream().filter(entry -> entry.check() != null).count();
    assertThat(report.namesServers()).isEqualTo(kept == servers);
    Set<ResourceReport> bare = new HashSet<>();
    entries.forEach(entry -> bare.add(entry.withoutText()));
    assertThat(report.entries()).allMatch(entry -> bare.contains(entry.withoutText())).isSorted();
  }

  private static List<ResourceReport> entries(int resources, int words) {
    List<ResourceReport> entries = new ArrayList<>();
    for (int i = 0; i < resources; i++) {
      entries.add(entry(i, "KernelRefused", ResourceState.NOT_PROGRAMMED, words));
    }
    return entries;
  }

  private static ResourceReport entry(int number, String reason, ResourceState state, int words) {
    return new ResourceReport(
        ResourceName.parse("VirtualService shop/s" + number),
        1L,
        "2026-01-01T00:00:00Z",
        state,
        reason,
        ResourceNumbers.affected(1),
        new FailedChange("ipvsadm -A -t 192.0.2.1:80 -s wrr", "ENOENT"),
        "x".repeat(words));
  }

  private static ResourceReport measured(int number, long leastFree) {
    return new ResourceReport(
        ResourceName.parse("VirtualService shop/s" + number),
        1L,
        "2026-01-01T00:00:00Z",
        ResourceState.PROGRAMMED,
        ResourceReport.MEASURED,
        ResourceNumbers.ports(new LocalPorts(64_512, leastFree, leastFree)),
        null,
        null);
  }

  private static ResourceReport checked(int number, int words) {
    return new ResourceReport(
        ResourceName.parse("RealServer shop/r" + number),
        1L,
        "2026-01-01T00:00:00Z",
        ResourceState.PARTIAL,
        ResourceReport.HEALTH_CHECK_FAILED,
        ResourceNumbers.affected(1),
        null,
        null,
        new ServerCheck(
            ResourceName.parse("VirtualService shop/s0"),
            "198.51.100.21:80",
            "y".repeat(words),
            3,
            null,
            null));
  }
}
