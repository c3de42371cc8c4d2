package dev.lvs.operator.status;

import static dev.lvs.operator.status.ServedService.PORTS;
import static dev.lvs.operator.status.ServedService.WEB;
import static dev.lvs.operator.status.ServedService.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.net.IpAddress;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import java.time.Instant;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Status of a VirtualService whose VIPs one of its directors has at a time. */
class ServingDirectorTest {
  private static final List<String> DIRECTORS = List.of("edge-1", "edge-2");
  private static final List<String> WORDS =
      List.of("done", "refused", "waiting", "leaving", "silent", "none", "failed");

  private static final GroupHolding SILENT =
      holding(Verdict.unknown(Verdict.HELD, "HolderSilent", "Silent."), "edge-1");
  private static final GroupHolding NOBODY =
      holding(Verdict.no(Verdict.HELD, "NobodyHolds", "None."), null);
  private static final List<GroupHolding> HOLDINGS =
      List.of(held("edge-1"), held("edge-2"), held("edge-3"), GroupHolding.UNKNOWN, SILENT, NOBODY);

  private final MutableClock clock = new MutableClock();
  private final VirtualServiceStatuses statuses = new VirtualServiceStatuses(clock);

  @Test
  void saysWhoHasTheVipsAndSinceWhen() {
    VirtualServiceStatus status = status("done", "done", held("edge-1"));

    assertThat(said(status)).contains("Ready=True Ready: 2 of 2 real servers");
    assertThat(status.holder()).isEqualTo(new VipHolder("edge-1", "2026-01-01T00:00:00Z", 3));
  }

  @Test
  void isNotReadyWhereNobodyHasTheVips() {
    VirtualServiceStatus status = status("done", "done", NOBODY);

    assertThat(said(status))
        .contains("Programmed=True Programmed", "Ready=False NobodyHolds: None.");
    assertThat(status.holder()).isNull();
  }

  @Test
  void doesNotKnowWhereItIsNotKnownWhoHasTheVips() {
    VirtualServiceStatus silent = status("done", "done", SILENT);

    assertThat(said(silent)).contains("Ready=Unknown HolderSilent: Silent.");
    assertThat(silent.holder()).isNotNull();
    assertThat(said(status("done", "done", GroupHolding.UNKNOWN)))
        .contains("Ready=Unknown Pending");
  }

  @Test
  void isNotReadyWhereTheHolderRefusesIt() {
    VirtualServiceStatus status = status("refused", "done", held("edge-1"));

    assertThat(said(status))
        .contains(
            "Programmed=False",
            "Ready=False KernelRefused: edge-1 has the VIPs. Node edge-1: Why.");
  }

  @Test
  void isReadyWhereOnlyAnotherDirectorRefusesItOrIsSilent() {
    assertThat(said(status("done", "refused", held("edge-1"))))
        .contains("Programmed=False", "Ready=True Ready");
    assertThat(said(status("done", "silent", held("edge-1"))))
        .contains("Programmed=Unknown NodeSilent", "Ready=True Ready");
  }

  @Test
  void doesNotCallAServiceRefusedOfWhichTheHolderIsSilent() {
    assertThat(said(status("silent", "refused", held("edge-1"))))
        .contains("Programmed=False", "Ready=Unknown NodeSilent: edge-1 has the VIPs. ");
  }

  @Test
  void isNotReadyWhereTheHolderIsNoDirectorOfIt() {
    Map<String, PlanProgress> progress = progress("done", "done");
    assertThat(said(status(leased(), progress, held("edge-3"))))
        .contains("Ready=False HolderCannotServe: edge-3 has the VIPs");

    progress.put("edge-3", at(true, false, Optional.empty()));
    assertThat(said(status(leased(), progress, held("edge-3"))))
        .contains("Ready=Unknown Pending: edge-3 has the VIPs and is no director");
  }

  @Test
  void isNotReadyWhereAnotherStationAnswersForItsVip() {
    assertThat(said(status("done", "done", contested("192.0.2.1"))))
        .contains("Ready=False AddressConflict: Station 02:00:00:00:00:09 answers for 192.0.2.1");
    assertThat(said(status("refused", "done", contested("192.0.2.1"))))
        .contains("Ready=False KernelRefused");
    assertThat(said(status("done", "done", contested("192.0.2.2")))).contains("Ready=True Ready");
  }

  @Test
  void asksForNoHolderWhereEachDirectorHasTheVips() {
    Facts.OfService each = facts(Optional.empty());

    VirtualServiceStatus status = status(each, progress("done", "done"), held("edge-3"));

    assertThat(said(status)).contains("Ready=True Ready");
    assertThat(status.holder()).isNull();
  }

  /** Checks that have just begun have what was said before stand, but not of another holder. */
  @Test
  void keepsNothingOfAHolderBefore() {
    VirtualServiceStatus before = status("done", "done", held("edge-1"));

    Map<String, PlanProgress> begun = progress("due", "due");

    assertThat(said(statuses.next(before, leased(), begun, held("edge-1")).status()))
        .contains("Ready=True Ready");
    assertThat(said(statuses.next(before, leased(), begun, held("edge-2")).status()))
        .contains("Ready=Unknown HealthUnknown");
    assertThat(said(statuses.next(before, leased(), begun, NOBODY).status()))
        .contains("Ready=False NobodyHolds");
  }

  /** Ready needs a holder that is known, and known to have the service. */
  @Property(tries = 500)
  void isReadyOnlyByAHolderThatServes(
      @ForAll("words") String one, @ForAll("words") String other, @ForAll("holdings") int which) {
    GroupHolding holding = HOLDINGS.get(which);

    String truth = ready(status(one, other, holding));

    if (truth.equals("True")) {
      assertThat(holding.held().truth()).isEqualTo(Verdict.Truth.TRUE);
      String holder = Optional.ofNullable(holding.holder().orElse(null)).orElseThrow().node();
      assertThat(holder.equals("edge-1") ? one : other).isIn("done", "failed");
    }
  }

  /** What is known less of who has the VIPs, or of that one, never makes it ready. */
  @Property(tries = 500)
  void lessKnownIsNeverBetter(@ForAll("words") String one, @ForAll("words") String other) {
    assertThat(ready(status(one, other, GroupHolding.UNKNOWN))).isNotEqualTo("True");
    assertThat(ready(status(one, other, SILENT))).isNotEqualTo("True");
    assertThat(ready(status("silent", other, held("edge-1")))).isEqualTo("Unknown");
    assertThat(ready(status(one, other, NOBODY))).isEqualTo("False");
  }

  /** Clients meet the one that has the VIPs, whatever the others are able to. */
  @Property(tries = 500)
  void whatAnotherDirectorSaysIsNoMatter(
      @ForAll("words") String one, @ForAll("words") String other, @ForAll("words") String another) {
    assertThat(ready(status(one, other, held("edge-1"))))
        .isEqualTo(ready(status(one, another, held("edge-1"))));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(WORDS);
  }

  @Provide
  Arbitrary<Integer> holdings() {
    return Arbitraries.integers().between(0, HOLDINGS.size() - 1);
  }

  private static GroupHolding held(String node) {
    return holding(Verdict.yes(Verdict.HELD, Verdict.HELD, node + " has the VIPs."), node);
  }

  private static GroupHolding contested(String vip) {
    GroupHolding held = held("edge-1");
    return new GroupHolding(
        held.held(),
        held.holder(),
        List.of(new AnsweringStation(IpAddress.parse(vip), "02:00:00:00:00:09")));
  }

  private static GroupHolding holding(Verdict held, @Nullable String node) {
    return new GroupHolding(
        held,
        Optional.ofNullable(node).map(it -> new VipHolder(it, "2026-01-01T00:00:00Z", 3)),
        List.of());
  }

  private VirtualServiceStatus status(String one, String other, GroupHolding holding) {
    return status(leased(), progress(one, other), holding);
  }

  private VirtualServiceStatus status(
      Facts.OfService facts, Map<String, PlanProgress> progress, GroupHolding holding) {
    return statuses.next(null, facts, progress, holding).status();
  }

  private static String ready(VirtualServiceStatus status) {
    return status.conditions().get(2).getStatus();
  }

  private static Facts.OfService leased() {
    return facts(Optional.of("edge"));
  }

  private static Facts.OfService facts(Optional<String> group) {
    return new Facts.OfService(
        1,
        List.of(),
        new ServiceFacts(WEB, List.of("192.0.2.1"), DIRECTORS, 2, 0, group, List.of()),
        new TreeMap<>(),
        Optional.empty(),
        PORTS);
  }

  private Map<String, PlanProgress> progress(String one, String other) {
    Map<String, PlanProgress> progress = new HashMap<>();
    progress(one).ifPresent(at -> progress.put("edge-1", at));
    progress(other).ifPresent(at -> progress.put("edge-2", at));
    return progress;
  }

  private Optional<PlanProgress> progress(String word) {
    return switch (word) {
      case "none" -> Optional.empty();
      case "done" -> Optional.of(at(false, true, Optional.empty()));
      case "refused" ->
          Optional.of(
              at(
                  false,
                  true,
                  Optional.empty(),
                  EntrySamples.refused(WEB.toString(), "ipvsadm -A", "ENOENT", "Why.")));
      case "failed" ->
          Optional.of(
              at(
                  false,
                  true,
                  Optional.empty(),
                  EntrySamples.with(
                      WEB.toString(),
                      ResourceState.PARTIAL,
                      ResourceReport.HEALTH_CHECK_FAILED,
                      "It is so.",
                      ResourceNumbers.affected(1, 2))));
      case "due" -> Optional.of(at(false, true, Optional.empty(), due()));
      case "waiting" -> Optional.of(at(false, false, Optional.empty()));
      case "leaving" -> Optional.of(at(true, false, Optional.empty()));
      case "silent" ->
          Optional.of(
              at(false, true, Optional.of(new Trouble(Trouble.NODE_SILENT, "It is silent."))));
      default -> throw new IllegalArgumentException(word);
    };
  }

  private ResourceReport due() {
    return new ResourceReport(
        WEB,
        1L,
        clock.instant().toString(),
        ResourceState.PROGRAMMED,
        ResourceReport.HEALTH_PENDING,
        ResourceNumbers.affected(2, 2),
        null,
        null);
  }

  private static PlanProgress at(
      boolean leaving, boolean carriedOut, Optional<Trouble> trouble, ResourceReport... said) {
    PlanChange change = new PlanChange(1, Instant.parse("2025-12-31T23:00:00Z"), true);
    return new PlanProgress(change, leaving, carriedOut, List.of(said), trouble);
  }
}
