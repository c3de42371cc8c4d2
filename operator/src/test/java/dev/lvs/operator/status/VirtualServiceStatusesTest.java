package dev.lvs.operator.status;

import static dev.lvs.operator.status.ServedService.PORTS;
import static dev.lvs.operator.status.ServedService.WEB;
import static dev.lvs.operator.status.ServedService.said;
import static dev.lvs.operator.status.ServedService.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lvs.api.v1alpha1.DirectorState;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.RealServerCounts;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.api.v1alpha1.VirtualServiceSummary;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.operator.status.condition.NextStatus;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions and counts of a VirtualService, from its mistakes and from reports of its nodes. */
class VirtualServiceStatusesTest {
  private static final Problem MISTAKE =
      new Problem(
          WEB,
          "spec.addresses[0]",
          Reason.VIP_NOT_IN_POOL,
          Consequence.REFUSED,
          "192.0.2.1 lies in no pool.");

  private final MutableClock clock = new MutableClock();
  private final VirtualServiceStatuses statuses = new VirtualServiceStatuses(clock);
  private final ServedService web = new ServedService(clock);

  @Test
  void isReadyWhereTheNodesHoldItAndAServerTakesConnections() {
    NextStatus<VirtualServiceStatus> step =
        statuses.next(null, served(2, 1), Map.of("edge-1", web.done(4), "rs-1", web.done(2)));

    VirtualServiceStatus status = step.status();
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.addresses()).containsExactly("192.0.2.1");
    assertThat(status.summary())
        .isEqualTo(new VirtualServiceSummary("192.0.2.1", "80", "2/3", "edge-1"));
    assertThat(status.realServers()).isEqualTo(new RealServerCounts(3, 2, 1));
    assertThat(status.directors())
        .containsExactly(new DirectorState("edge-1", "Programmed", 4L, null, null));
    assertThat(said(status))
        .isEqualTo(
            """
            Accepted=True Accepted: The spec is in force.
            Programmed=True Programmed: Programmed on edge-1 and rs-1.
            Ready=True Ready: 2 of 3 real servers take new connections.\
            """);
    assertThat(step.again()).isEmpty();
  }

  @Test
  void saysHowManyLocalPortsAreLeft() {
    VirtualServiceStatus plenty =
        statuses
            .next(
                null, served(2, 1), Map.of("edge-1", withPorts(60_000, 8_000), "rs-1", web.done(2)))
            .status();
    VirtualServiceStatus few =
        statuses
            .next(
                plenty,
                served(2, 1),
                Map.of("edge-1", withPorts(30_000, 6_000), "rs-1", web.done(2)))
            .status();

    assertThat(plenty.directors())
        .containsExactly(new DirectorState("edge-1", "Programmed", 4L, 129_024L, 60_000L));
    assertThat(said(plenty)).contains("LocalPortsLeft=True LocalPortsLeft: Every local address");
    assertThat(said(few)).contains("LocalPortsLeft=False LocalPortsRunOut: On edge-1 a local");
    assertThat(EventMessage.of(plenty.conditions(), few.conditions()))
        .singleElement()
        .satisfies(told -> assertThat(told.reason()).isEqualTo("LocalPortsRunOut"));
  }

  /** Two of three real servers work, and clients get to none of them. */
  @ParameterizedTest
  @CsvSource({
    "SorryServerInUse, SorryServerInUse, False SorryServerInUse",
    "VipWithdrawn, VipWithdrawn, False VipWithdrawn",
    "NoBgpSession, VipWithdrawn, False NoBgpSession",
    "NoBgpSession, none, True Ready",
    "SorryServerInUse, none, True Ready",
    "QuorumLost, QuorumLost, True Ready"
  })
  void isNotReadyWhereAnotherServesOnEveryDirector(String one, String other, String ready) {
    Facts.OfService facts =
        new Facts.OfService(
            1,
            List.of(),
            new ServiceFacts(WEB, List.of("192.0.2.1"), List.of("edge-1", "edge-2"), 2, 1),
            new TreeMap<>(),
            Optional.empty(),
            PORTS);

    VirtualServiceStatus status =
        statuses.next(null, facts, Map.of("edge-1", saying(one), "edge-2", saying(other))).status();

    assertThat(said(status)).contains("Ready=" + ready);
  }

  private PlanProgress saying(String reason) {
    PlanProgress done = web.done(4);
    return reason.equals("none")
        ? done
        : new PlanProgress(
            done.change(),
            done.leaving(),
            done.carriedOut(),
            List.of(EntrySamples.so(WEB.toString(), ResourceState.PARTIAL, reason, "It is so.")),
            done.trouble());
  }

  private PlanProgress withPorts(long free, long leastFree) {
    PlanProgress done = web.done(4);
    return new PlanProgress(
        done.change(),
        done.leaving(),
        done.carriedOut(),
        List.of(EntrySamples.ports(WEB.toString(), new LocalPorts(129_024, free, leastFree))),
        done.trouble());
  }

  @Test
  void waitsForANodeThatHasNotCarriedItOut() {
    VirtualServiceStatus status =
        statuses
            .next(null, served(1, 0), Map.of("edge-1", web.waiting(1), "rs-1", web.done(1)))
            .status();

    assertThat(said(status))
        .contains(
            "Programmed=Unknown Pending: Waiting for edge-1 to carry out its plan",
            "Ready=Unknown Pending: Waiting for edge-1");
    assertThat(status.directors())
        .containsExactly(new DirectorState("edge-1", "Pending", null, null, null));
  }

  @Test
  void keepsQuietAboutAChangeThatANodeHasHadNoTimeFor() {
    VirtualServiceStatus before = web.ready();
    clock.passes(Duration.ofMinutes(1));
    PlanProgress changed = web.waiting(5);
    clock.passes(Duration.ofSeconds(1));

    NextStatus<VirtualServiceStatus> step =
        statuses.next(before, served(2, 1), Map.of("edge-1", changed, "rs-1", web.done(2)));

    assertThat(step.status()).isEqualTo(before);
    assertThat(step.again()).contains(Duration.ofSeconds(2));
  }

  @Test
  void saysThatANodeIsBehindOnceItHasHadItsTime() {
    VirtualServiceStatus before = web.ready();
    PlanProgress changed = web.waiting(5);
    clock.passes(Rollout.GRACE);

    VirtualServiceStatus status =
        statuses
            .next(before, served(2, 1), Map.of("edge-1", changed, "rs-1", web.done(2)))
            .status();

    assertThat(said(status)).contains("Programmed=Unknown Updating: Waiting for edge-1");
    assertThat(status.directors())
        .containsExactly(new DirectorState("edge-1", "Pending", 4L, null, null));
  }

  @Test
  void doesNotCallANewSpecProgrammedBeforeItIs() {
    VirtualServiceStatus before = web.ready();
    Facts.OfService next =
        new Facts.OfService(
            2,
            List.of(),
            served(2, 1).compiled(),
            new TreeMap<>(Map.of("rs-1", Set.of("198.51.100.21"))),
            Optional.empty(),
            PORTS);

    VirtualServiceStatus status =
        statuses.next(before, next, Map.of("edge-1", web.waiting(5), "rs-1", web.done(2))).status();

    assertThat(status.conditions())
        .extracting(Condition::getType, Condition::getObservedGeneration)
        .startsWith(tuple("Accepted", 2L), tuple("Programmed", 1L));
  }

  @Test
  void namesTheNodeTheCommandAndTheKernelsReason() {
    ResourceReport refusal =
        EntrySamples.refused(
            WEB.toString(), "ipvsadm -A -t 192.0.2.1:80 -s wrr", "ENOENT", "Load ip_vs_wrr.");
    PlanProgress refused =
        new PlanProgress(
            new PlanChange(4, clock.instant(), true),
            false,
            true,
            List.of(refusal),
            Optional.empty());

    VirtualServiceStatus status =
        statuses.next(null, served(1, 0), Map.of("edge-1", refused, "rs-1", web.done(2))).status();

    String words = "Node edge-1: Load ip_vs_wrr. (ipvsadm -A -t 192.0.2.1:80 -s wrr: ENOENT)";
    assertThat(said(status))
        .contains(
            "Programmed=False KernelRefused: " + words, "Ready=False KernelRefused: " + words);
    assertThat(status.directors())
        .containsExactly(new DirectorState("edge-1", "Refused", 4L, null, null));
  }

  @Test
  void takesOverTheReasonThatTheAgentHasAWordFor() {
    ResourceReport foreign =
        EntrySamples.so(
            WEB.toString(), ResourceState.NOT_PROGRAMMED, "NotOurs", "It stands there.");
    PlanProgress inTheWay =
        new PlanProgress(
            new PlanChange(4, clock.instant(), true),
            false,
            true,
            List.of(foreign),
            Optional.empty());

    VirtualServiceStatus status =
        statuses.next(null, served(1, 0), Map.of("edge-1", inTheWay, "rs-1", web.done(2))).status();

    assertThat(said(status)).contains("Programmed=False NotOurs: Node edge-1: It stands there.");
  }

  @Test
  void saysWhatANodeLacksInTheWordsOfItsAgent() {
    PlanProgress troubled =
        new PlanProgress(
            new PlanChange(4, clock.instant(), true),
            false,
            false,
            List.of(),
            Optional.of(
                new Trouble("NodeNotReady", "The kernel has no IPVS; load the module ip_vs.")));

    VirtualServiceStatus status =
        statuses.next(null, served(1, 0), Map.of("edge-1", troubled, "rs-1", web.done(2))).status();

    assertThat(said(status))
        .contains(
            "Programmed=False NodeNotReady: Node edge-1: The kernel has no IPVS; load the module"
                + " ip_vs.");
  }

  @Test
  void isNotReadyBeforeTheNodesOfRealServersTakeThePackets() {
    VirtualServiceStatus status =
        statuses.next(null, served(1, 0), Map.of("edge-1", web.done(4))).status();

    assertThat(said(status))
        .contains(
            "Ready=Unknown Pending: Whether every client is served is not known: real servers on"
                + " rs-1 may not accept packets to the VIP yet.");
  }

  @Test
  void saysTheMistakeWithItsField() {
    Facts.OfService refused =
        new Facts.OfService(
            1,
            List.of(MISTAKE),
            new ServiceFacts(WEB, List.of(), List.of(), 0, 0),
            new TreeMap<>(),
            Optional.empty(),
            PORTS);

    VirtualServiceStatus status = statuses.next(null, refused, Map.of()).status();

    assertThat(said(status))
        .isEqualTo(
            """
            Accepted=False VipNotInPool: spec.addresses[0]: 192.0.2.1 lies in no pool.
            Programmed=False VipNotInPool: spec.addresses[0]: 192.0.2.1 lies in no pool.
            Ready=False VipNotInPool: spec.addresses[0]: 192.0.2.1 lies in no pool.\
            """);
  }

  @Test
  void saysThatTheLastGoodVersionServesOn() {
    Facts.OfService good = served(2, 0);
    Facts.OfService mistaken =
        new Facts.OfService(
            2, List.of(MISTAKE), good.compiled(), good.hosts(), Optional.empty(), PORTS);

    VirtualServiceStatus status =
        statuses
            .next(web.ready(), mistaken, Map.of("edge-1", web.done(4), "rs-1", web.done(2)))
            .status();

    assertThat(said(status))
        .contains(
            "Programmed=True LastGoodVersion: The last version without a mistake stays programmed"
                + " on edge-1 and rs-1; this one is not, because of VipNotInPool.",
            "Ready=True Ready: 2 of 2 real servers take new connections.");
  }

  @Test
  void isNotReadyWithoutAServerThatTakesConnections() {
    Map<String, PlanProgress> progress = Map.of("edge-1", web.done(4), "rs-1", web.done(2));

    assertThat(said(statuses.next(null, served(0, 2), progress).status()))
        .contains("Ready=False NoRealServerReady: None of the 2 real servers");
    assertThat(said(statuses.next(null, served(0, 0), progress).status()))
        .contains("Ready=False NoRealServers: No real server is chosen");
  }

  @Test
  void keepsWhatAnEarlierOperatorKnewOfGenerations() {
    PlanProgress found =
        new PlanProgress(
            new PlanChange(9, clock.instant(), false), false, true, List.of(), Optional.empty());

    VirtualServiceStatus status =
        statuses.next(web.ready(), served(2, 1), Map.of("edge-1", found, "rs-1", found)).status();

    assertThat(status).isEqualTo(web.ready());
  }

  @Test
  void keepsTheTimeOfTheLastTransition() {
    VirtualServiceStatus before = web.ready();
    clock.passes(Duration.ofHours(1));

    VirtualServiceStatus after =
        statuses
            .next(before, served(1, 2), Map.of("edge-1", web.done(4), "rs-1", web.done(2)))
            .status();

    assertThat(after.conditions())
        .extracting(Condition::getLastTransitionTime)
        .containsOnly("2026-01-01T00:00:00Z");
    assertThat(said(after)).contains("1 of 3");
  }
}
