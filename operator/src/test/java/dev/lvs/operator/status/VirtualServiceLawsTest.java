package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.RealServerCounts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Laws of the status of a VirtualService, over any directors that say anything. */
class VirtualServiceLawsTest {
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");
  private static final int SERVERS = 4;
  private static final List<String> WORDS =
      List.of(
          "programmed",
          "failed",
          "allFailed",
          "doubted",
          "due",
          "cut",
          "refused",
          "contested",
          "lost",
          "waiting",
          "leaving",
          "none",
          "unfit",
          "silent",
          "truncated",
          "drained");
  private static final List<String> OPEN = List.of("silent", "truncated");

  private final MutableClock clock = new MutableClock();

  /** Whatever is so of one more director, a service that nobody knows of is not ready. */
  @Property(tries = 500)
  @Row("report-complete")
  void aDirectorThatIsNotKnownMakesNothingBetter(
      @ForAll("directors") List<String> words,
      @ForAll("open") String open,
      @ForAll @IntRange(max = 20) int which,
      @ForAll boolean checked,
      @ForAll boolean calm) {
    int index = which % words.size();
    List<String> less = new ArrayList<>(words);
    less.set(index, open);
    VirtualServiceStatus before = calm ? status(words, checked, null) : null;

    VirtualServiceStatus known = status(words, checked, before);
    VirtualServiceStatus status = status(less, checked, before);

    Statistics.label("ready before").collect(truth(known, 2));
    assertThat(truth(status, 1)).isNotEqualTo("True");
    if (open.equals("silent") || checked) {
      assertThat(truth(status, 2)).as("of %s", less).isNotEqualTo("True");
      assertThat(counts(status).ready()).isLessThanOrEqualTo(counts(known).ready());
    }
  }

  /** The numbers never come to more real servers than there are. */
  @Property(tries = 500)
  void countsAreOfTheServersThatThereAre(
      @ForAll("directors") List<String> words, @ForAll boolean checked) {
    RealServerCounts counts = counts(status(words, checked, null));

    assertThat(counts.total()).isEqualTo(SERVERS);
    assertThat(counts.ready()).isBetween(0, SERVERS);
    assertThat(counts.unhealthy()).isBetween(0, SERVERS);
    assertThat(counts.unknown()).isBetween(0, SERVERS);
    assertThat(counts.ready() + counts.unhealthy() + counts.unknown()).isLessThanOrEqualTo(SERVERS);
  }

  /** A server that fails, or of which that is not known, is ready for nobody. */
  @Property(tries = 500)
  void noServerIsReadyThatADirectorDoesNotReach(@ForAll("directors") List<String> words) {
    RealServerCounts counts = counts(status(words, true, null));

    int most =
        words.stream()
            .mapToInt(
                word ->
                    switch (word) {
                      case "failed", "cut", "drained" -> SERVERS - 1;
                      case "allFailed", "doubted", "due", "silent", "truncated" -> 0;
                      default -> SERVERS;
                    })
            .min()
            .orElse(0);
    assertThat(counts.ready()).isLessThanOrEqualTo(most);
  }

  /** The same facts again are the same status, so that nothing is written and no Event sent. */
  @Property(tries = 300)
  void theSameAgainIsTheSame(
      @ForAll("directors") List<String> words,
      @ForAll boolean checked,
      @ForAll @IntRange(max = 100_000) int seconds) {
    VirtualServiceStatus once = status(words, checked, null);
    VirtualServiceStatus settled = status(words, checked, once);
    clock.passes(Duration.ofSeconds(seconds));
    VirtualServiceStatus late = status(words, checked, settled);

    assertThat(EventMessage.of(settled.conditions(), late.conditions()))
        .filteredOn(told -> !told.warning())
        .isEmpty();
    assertThat(status(words, checked, late)).isEqualTo(late);
  }

  @Provide
  Arbitrary<List<String>> directors() {
    return Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> open() {
    return Arbitraries.of(OPEN);
  }

  private VirtualServiceStatus status(
      List<String> words, boolean checked, @Nullable VirtualServiceStatus before) {
    Map<String, PlanProgress> progress = new HashMap<>();
    List<String> directors = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String node = "edge-" + i;
      directors.add(node);
      progress(words.get(i)).ifPresent(at -> progress.put(node, at));
    }
    Facts.OfService facts =
        new Facts.OfService(
            1,
            List.of(),
            new ServiceFacts(WEB, List.of("192.0.2.1"), directors, SERVERS, 0),
            new TreeMap<>(),
            Optional.empty(),
            List.of(),
            checked,
            new TreeMap<>());
    return new VirtualServiceStatuses(clock).next(before, facts, progress).status();
  }

  private static Optional<PlanProgress> progress(String word) {
    return switch (word) {
      case "none" -> Optional.empty();
      case "programmed" -> Optional.of(done());
      case "failed" -> Optional.of(done(flaw(ResourceReport.HEALTH_CHECK_FAILED, 1)));
      case "allFailed" -> Optional.of(done(flaw(ResourceReport.HEALTH_CHECK_FAILED, SERVERS)));
      case "doubted" -> Optional.of(done(flaw(ResourceReport.HEALTH_UNKNOWN, SERVERS)));
      case "drained" -> Optional.of(done(flaw(ResourceReport.DRAINED_BY_SERVER, 1)));
      case "cut" -> Optional.of(done(flaw("ServerNotOnLink", 1)));
      case "due" ->
          Optional.of(
              done(
                  EntrySamples.with(
                      WEB.toString(),
                      ResourceState.PROGRAMMED,
                      ResourceReport.HEALTH_PENDING,
                      null,
                      ResourceNumbers.affected(SERVERS, SERVERS))));
      case "refused" ->
          Optional.of(done(EntrySamples.refused(WEB.toString(), "ipvsadm -A", "ENOENT", "Why.")));
      case "contested" ->
          Optional.of(
              done(EntrySamples.so(WEB.toString(), ResourceState.CONTESTED, "Fight", "It is so.")));
      case "lost" ->
          Optional.of(
              done(
                  EntrySamples.so(
                      WEB.toString(), ResourceState.UNKNOWN, "AnswerLost", "It is so.")));
      case "waiting" -> Optional.of(progress(false, false, Optional.empty()));
      case "leaving" -> Optional.of(progress(true, false, Optional.empty()));
      case "unfit" -> Optional.of(progress(false, false, trouble(Trouble.NODE_NOT_READY)));
      case "silent" -> Optional.of(progress(false, true, trouble(Trouble.NODE_SILENT)));
      case "truncated" -> Optional.of(progress(false, false, trouble(Trouble.REPORT_TRUNCATED)));
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static ResourceReport flaw(String reason, int servers) {
    return EntrySamples.with(
        WEB.toString(),
        ResourceState.PARTIAL,
        reason,
        "It is so.",
        ResourceNumbers.affected(servers, SERVERS));
  }

  private static PlanProgress done(ResourceReport... said) {
    return progress(false, true, Optional.empty(), said);
  }

  private static PlanProgress progress(
      boolean leaving, boolean carriedOut, Optional<Trouble> trouble, ResourceReport... said) {
    PlanChange change = new PlanChange(1, Instant.parse("2025-12-31T23:00:00Z"), true);
    return new PlanProgress(change, leaving, carriedOut, List.of(said), trouble);
  }

  private static Optional<Trouble> trouble(String reason) {
    return Optional.of(new Trouble(reason, "It is so."));
  }

  private static RealServerCounts counts(VirtualServiceStatus status) {
    return Optional.ofNullable(status.realServers()).orElseThrow();
  }

  private static String truth(VirtualServiceStatus status, int condition) {
    Condition one = status.conditions().get(condition);
    return one.getStatus();
  }
}
