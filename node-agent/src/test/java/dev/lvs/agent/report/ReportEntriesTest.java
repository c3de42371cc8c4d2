package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.situation.Health;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Entries made of shortfalls, and what they keep of the report before. */
class ReportEntriesTest {
  private static final String NOON = "2026-01-01T12:00:00Z";
  private static final String LATER = "2026-01-01T13:00:00Z";

  private final ReportEntries entries = new ReportEntries();

  @Test
  void thereIsOneForEachResourceAndReasonWithACount() {
    List<ResourceReport> said =
        of(
            1,
            NOON,
            shortfall(0, ResourceState.NOT_PROGRAMMED, "KernelRefused"),
            shortfall(0, ResourceState.NOT_PROGRAMMED, "KernelRefused"),
            shortfall(0, ResourceState.NOT_PROGRAMMED, "NotOurs"),
            shortfall(1, ResourceState.UNKNOWN, "AnswerLost"));

    assertThat(said)
        .extracting(it -> it.source() + " " + it.reason() + " " + affected(it))
        .containsExactly(
            "VirtualService shop/s0 KernelRefused 2",
            "VirtualService shop/s0 NotOurs 1",
            "VirtualService shop/s1 AnswerLost 1");
  }

  @Test
  void theWorstOfAResourceComesFirst() {
    assertThat(
            of(
                1,
                NOON,
                shortfall(0, ResourceState.UNKNOWN, "AnswerLost"),
                shortfall(0, ResourceState.CONTESTED, "Fight"),
                shortfall(0, ResourceState.NOT_PROGRAMMED, "NotOurs")))
        .extracting(ResourceReport::reason)
        .containsExactly("NotOurs", "Fight", "AnswerLost");
  }

  @Test
  void anEntryKeepsItsTimeAndGenerationWhileItIsSo() {
    of(1, NOON, shortfall(0, ResourceState.UNKNOWN, "AnswerLost"));

    ResourceReport same =
        of(2, LATER, shortfall(0, ResourceState.UNKNOWN, "AnswerLost")).getFirst();
    ResourceReport worse =
        of(3, LATER, shortfall(0, ResourceState.NOT_PROGRAMMED, "AnswerLost")).getFirst();

    assertThat(same.since()).isEqualTo(NOON);
    assertThat(same.generation()).isEqualTo(1);
    assertThat(worse.since()).isEqualTo(LATER);
    assertThat(worse.generation()).isEqualTo(3);
  }

  @Test
  void anEntryThatWasGoneBeginsAnew() {
    of(1, NOON, shortfall(0, ResourceState.UNKNOWN, "AnswerLost"));
    assertThat(of(1, NOON)).isEmpty();

    assertThat(of(1, LATER, shortfall(0, ResourceState.UNKNOWN, "AnswerLost")).getFirst().since())
        .isEqualTo(LATER);
  }

  /** Of both services of the plan together there are two real servers. */
  @Test
  void countsRealServersThatAreNotReachedOnce() {
    ResourceReport said = of(1, NOON, unreached(0, 1), unreached(0, 1), unreached(0, 2)).getFirst();

    assertThat(said.numbers()).isEqualTo(ResourceNumbers.affected(2, 2));
    assertThat(of(1, NOON, unreached(0, 1)).getFirst().numbers())
        .isEqualTo(ResourceNumbers.affected(1, 2));
  }

  @Test
  void saysNothingOfARealServerThatTakesNoNewConnectionsAnyway() {
    assertThat(of(1, NOON, unreached(0, 9))).isEmpty();
  }

  @Test
  void addsUpWeightsAndTakesTheMostRepairs() {
    List<ResourceReport> said =
        of(
            1,
            NOON,
            numbered(0, "ForeignDestinations", ResourceNumbers.foreignWeight(1, 4)),
            numbered(0, "ForeignDestinations", ResourceNumbers.foreignWeight(2, 5)),
            numbered(0, "Fight", ResourceNumbers.repairs(5)),
            numbered(0, "Fight", ResourceNumbers.repairs(20)));

    assertThat(said.get(0).numbers()).isEqualTo(new ResourceNumbers(2, null, null, null, 20, null));
    assertThat(said.get(1).numbers()).isEqualTo(new ResourceNumbers(2, null, 3L, 9L, null, null));
  }

  @Test
  void localPortsAreMeasuredAndNothingIsWrong() {
    LocalPorts left = new LocalPorts(64_512, 9, 9);

    List<ResourceReport> said =
        entries.of(
            List.of(),
            new Measured(
                List.of(new FreePorts(SampleRound.source(0), left)),
                Health.NONE,
                List.of(),
                Map.of(),
                List.of()),
            SampleRound.plan(1),
            1,
            NOON);

    assertThat(said)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(ResourceState.PROGRAMMED);
              assertThat(it.reason()).isEqualTo(ResourceReport.MEASURED);
              assertThat(it.fallsShort()).isFalse();
              assertThat(Optional.ofNullable(it.numbers()).orElseThrow().localPorts())
                  .isEqualTo(left);
            });
  }

  /** Whatever is wrong: each resource has an entry, none is invented, the order is total. */
  @Property(tries = 200)
  void everyResourceThatFallsShortIsNamedOnceForEachReason(
      @ForAll @Size(max = 40) List<@IntRange(max = 5) Integer> sources,
      @ForAll @IntRange(max = 2) int reasons,
      @ForAll long generation) {
    List<Shortfall> shortfalls = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      String reason = "Reason" + i % (reasons + 1);
      shortfalls.add(shortfall(sources.get(i), ResourceState.NOT_PROGRAMMED, reason));
      keys.add(SampleRound.source(sources.get(i)) + " " + reason);
    }

    List<ResourceReport> said =
        new ReportEntries().of(shortfalls, Measured.NOTHING, SampleRound.plan(1), generation, NOON);

    assertThat(said)
        .extracting(it -> it.source() + " " + it.reason())
        .containsExactlyElementsOf(keys.stream().sorted().distinct().toList());
    assertThat(said.stream().mapToInt(ReportEntriesTest::affected).sum())
        .isEqualTo(shortfalls.size());
    assertThat(said).isSorted().allMatch(it -> Objects.equals(it.generation(), generation));
  }

  private List<ResourceReport> of(long generation, String now, Shortfall... shortfalls) {
    return entries.of(List.of(shortfalls), Measured.NOTHING, SampleRound.plan(1), generation, now);
  }

  private static int affected(ResourceReport entry) {
    return Optional.ofNullable(entry.numbers())
        .flatMap(numbers -> Optional.ofNullable(numbers.affected()))
        .orElse(0);
  }

  private static Shortfall shortfall(int service, ResourceState state, String reason) {
    return shortfall(service, state, reason, null, null);
  }

  private static Shortfall numbered(int service, String reason, ResourceNumbers numbers) {
    return shortfall(service, ResourceState.NOT_PROGRAMMED, reason, numbers, null);
  }

  private static Shortfall unreached(int service, int server) {
    return shortfall(
        service,
        ResourceState.PARTIAL,
        "ServerNotOnLink",
        null,
        IpAddress.parse("198.51.100.2" + server));
  }

  private static Shortfall shortfall(
      int service,
      ResourceState state,
      String reason,
      @Nullable ResourceNumbers numbers,
      @Nullable IpAddress server) {
    return new Shortfall(
        SampleRound.source(service),
        state,
        reason,
        new FailedChange("do it", null),
        "It is so.",
        Optional.ofNullable(numbers),
        Optional.ofNullable(server));
  }
}
