package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.LOCAL_PORTS_LEFT;
import static dev.lvs.operator.status.condition.Verdict.PENDING;
import static dev.lvs.operator.status.condition.Verdict.PROGRAMMED;
import static dev.lvs.operator.status.condition.Verdict.READY;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import dev.lvs.api.v1alpha1.RealServerCounts;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.api.v1alpha1.VirtualServiceSummary;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.operator.status.condition.AcceptedCondition;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.NextStatus;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.DeadNodes;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds the status of a VirtualService. */
public final class VirtualServiceStatuses {
  /**
   * Reason for a service that was programmed and is being changed: no news to anybody, unlike
   * {@code Pending}.
   */
  private static final String UPDATING = "Updating";

  /** Deleted, and a node has not taken it off. */
  private static final String TERMINATING = "Terminating";

  private final Clock clock;

  public VirtualServiceStatuses(Clock clock) {
    this.clock = clock;
  }

  /**
   * The next status of a service whose directors each have its VIPs; of any other it is not known
   * who has them.
   *
   * @param before the status as it stands, if there is one
   * @param progress of the nodes concerned, by node
   */
  public NextStatus<VirtualServiceStatus> next(
      @Nullable VirtualServiceStatus before,
      Facts.OfService facts,
      Map<String, PlanProgress> progress) {
    return next(before, facts, progress, GroupHolding.UNKNOWN);
  }

  /**
   * The next status.
   *
   * @param before the status as it stands, if there is one
   * @param progress of the nodes concerned, by node
   * @param holding of the group by whose Lease one director has its VIPs
   */
  public NextStatus<VirtualServiceStatus> next(
      @Nullable VirtualServiceStatus before,
      Facts.OfService facts,
      Map<String, PlanProgress> progress,
      GroupHolding holding) {
    List<Condition> conditions = before == null ? List.of() : before.conditions();
    Optional<Condition> wasProgrammed = Conditions.find(conditions, PROGRAMMED);
    boolean calm = wasProgrammed.filter(it -> it.getStatus().equals("True")).isPresent();
    ServiceFacts compiled = facts.compiled();
    Rollout rollout =
        Rollout.of(facts, before == null ? List.of() : before.directors(), calm, progress, clock);
    ServingDirector director = ServingDirector.of(facts, holding, rollout);
    Rollout serving = director.nodes(facts.hosts().keySet());
    UnreachedServers reach = serving.reach(compiled.ready(), facts.checked());
    RealServerCounts now = counts(facts, serving, reach);
    Optional<Duration> due =
        before == null || !director.isAsIn(before)
            ? Optional.empty()
            : dueBefore(before, now, serving, calm);
    RealServerCounts counts =
        before == null || due.isEmpty() ? now : requireNonNullElse(before.realServers(), now);

    Verdict accepted = AcceptedCondition.of(facts.problems());
    Verdict programmed = programmed(facts, rollout, accepted, calm);
    Verdict ready = ready(serving, counts, reach, programmed(facts, serving, accepted, calm));
    if (ready.truth() == Verdict.Truth.TRUE && facts.deadBeside(serving.silent()) > 0) {
      ready = DeadNodes.verdict(facts.dead().keySet());
    }
    ready = AwaitedVips.bound(director.bound(ready, progress), compiled.awaited());
    Conditions next = new Conditions(conditions, facts.generation(), clock);
    List<Condition> said = new ArrayList<>(next.of(accepted, programmed, ready));
    if (rollout.needsLocalPorts()) {
      said.addAll(next.of(localPorts(rollout.shortOfLocalPorts())));
    }
    if (calm && rollout.again().isPresent() && programmed.truth() == Verdict.Truth.TRUE) {
      // not carried out yet: it goes on speaking of the generation that is
      said.set(1, wasProgrammed.orElseThrow());
    }
    if (due.isPresent()) {
      said.set(2, Conditions.find(conditions, READY).orElseThrow());
    }
    return new NextStatus<>(
        new VirtualServiceStatus(
            facts.generation(),
            compiled.addresses(),
            facts.mark().orElse(null),
            VirtualServiceSummary.of(
                compiled.addresses(), facts.ports(), counts, rollout.directors()),
            counts,
            rollout.directors(),
            director.shown(),
            said),
        Stream.of(rollout.again(), due).flatMap(Optional::stream).min(naturalOrder()));
  }

  private static RealServerCounts counts(
      Facts.OfService facts, Rollout rollout, UnreachedServers reach) {
    ServiceFacts compiled = facts.compiled();
    List<String> silent = rollout.silent();
    int awaited = Math.max(0, compiled.ready() - facts.readyOn(silent) - facts.deadBeside(silent));
    return new RealServerCounts(
        compiled.total(),
        Math.max(0, awaited - reach.missing()),
        compiled.draining() + reach.drained(),
        reach.unhealthy(),
        Math.min(compiled.ready(), reach.unknown() + compiled.ready() - awaited));
  }

  /**
   * Returns how much longer what was said of its real servers stands, as checks have only begun.
   */
  private Optional<Duration> dueBefore(
      VirtualServiceStatus before, RealServerCounts now, Rollout rollout, boolean calm) {
    RealServerCounts then = before.realServers();
    return calm
            && then != null
            && then.total() == now.total()
            && Conditions.find(before.conditions(), READY).isPresent()
        ? rollout.firstResults(clock.instant())
        : Optional.empty();
  }

  /**
   * The status of a service that is being deleted: as it was, but that nothing is promised any
   * more.
   *
   * @param why it is still there, and how it would go
   */
  public VirtualServiceStatus leaving(VirtualService service, String why) {
    VirtualServiceStatus before =
        requireNonNullElseGet(
            service.getStatus(),
            () ->
                new VirtualServiceStatus(
                    null, List.of(), null, null, null, List.of(), null, List.of()));
    Conditions next =
        new Conditions(before.conditions(), service.getMetadata().getGeneration(), clock);
    List<Condition> said = new ArrayList<>(before.conditions());
    said.removeIf(it -> it.getType().equals(PROGRAMMED) || it.getType().equals(READY));
    said.addAll(
        next.of(
            Verdict.unknown(PROGRAMMED, TERMINATING, why),
            Verdict.unknown(READY, TERMINATING, why)));
    return new VirtualServiceStatus(
        before.observedGeneration(),
        before.addresses(),
        before.firewallMark(),
        before.summary(),
        before.realServers(),
        before.directors(),
        null,
        said);
  }

  private static Verdict programmed(
      Facts.OfService facts, Rollout rollout, Verdict accepted, boolean calm) {
    List<String> refusals = rollout.refusals();
    if (!refusals.isEmpty()) {
      return Verdict.no(PROGRAMMED, rollout.reason(), Sentences.all(refusals));
    }
    if (rollout.nodes().isEmpty()) {
      return accepted.truth() == Verdict.Truth.TRUE
          ? Verdict.unknown(PROGRAMMED, PENDING, "No plan holds the service yet.")
          : Verdict.no(PROGRAMMED, accepted.reason(), accepted.message());
    }
    if (!rollout.troubles().isEmpty() && rollout.leftOpen()) {
      return Verdict.unknown(
          PROGRAMMED, rollout.troubleReason(), Sentences.all(rollout.troubles()));
    }
    if (!rollout.troubles().isEmpty()) {
      return Verdict.no(PROGRAMMED, rollout.troubleReason(), Sentences.all(rollout.troubles()));
    }
    if (!rollout.silences().isEmpty()) {
      return Verdict.unknown(PROGRAMMED, Trouble.NODE_SILENT, Sentences.all(rollout.silences()));
    }
    if (!rollout.unanswered().isEmpty()) {
      return Verdict.unknown(PROGRAMMED, rollout.reason(), Sentences.all(rollout.unanswered()));
    }
    if (!rollout.behind().isEmpty()) {
      return Verdict.unknown(
          PROGRAMMED,
          calm ? UPDATING : PENDING,
          "Waiting for %s to carry out its plan; if it stays so, see the log of lvs-node-agent there: its agent may lack the right to report."
              .formatted(Sentences.list(rollout.behind())));
    }
    String where = Sentences.list(rollout.nodes().stream().map(Rollout.OnNode::node).toList());
    if (AcceptedCondition.refused(facts.problems())) {
      return Verdict.yes(
          PROGRAMMED,
          "LastGoodVersion",
          "The last version without a mistake stays programmed on %s; this one is not, because of %s."
              .formatted(where, accepted.reason()));
    }
    if (!rollout.partial().isEmpty()) {
      return Verdict.yes(
          PROGRAMMED,
          rollout.reason(),
          "Programmed on " + where + ", but in part only: " + Sentences.all(rollout.partial()));
    }
    return Verdict.yes(PROGRAMMED, PROGRAMMED, "Programmed on " + where + ".");
  }

  /** In words that stay the same while connections come and go: each change is an Event. */
  private static Verdict localPorts(List<String> nodesShortOfThem) {
    return nodesShortOfThem.isEmpty()
        ? Verdict.yes(
            LOCAL_PORTS_LEFT,
            LOCAL_PORTS_LEFT,
            "Every local address has at least a tenth of its ports free towards every real server.")
        : Verdict.no(
            LOCAL_PORTS_LEFT,
            "LocalPortsRunOut",
            "On %s a local address has less than a tenth of its ports free towards a real server, and drops new connections when it has none; name a larger AddressPool in spec.forwarding.localAddresses, or add real servers."
                .formatted(Sentences.list(nodesShortOfThem)));
  }

  private static Verdict ready(
      Rollout rollout, RealServerCounts counts, UnreachedServers reach, Verdict programmed) {
    if (!rollout.anyDirectorProgrammed()) {
      boolean waiting = programmed.truth() != Verdict.Truth.FALSE;
      return waiting
          ? Verdict.unknown(
              READY,
              rollout.silent().isEmpty() ? PENDING : Trouble.NODE_SILENT,
              programmed.message())
          : Verdict.no(READY, programmed.reason(), programmed.message());
    }
    if (counts.total() == 0) {
      return Verdict.no(
          READY,
          "NoRealServers",
          "No real server is chosen: see that spec.realServers names or selects one of this"
              + " namespace.");
    }
    Optional<String> away = rollout.away();
    if (away.isPresent()) {
      return Verdict.no(READY, away.get(), Sentences.all(rollout.partial()));
    }
    if (counts.ready() == 0 && reach.unknown() > 0 && rollout.silences().isEmpty()) {
      return Verdict.unknown(READY, ResourceReport.HEALTH_UNKNOWN, unknown(rollout, counts));
    }
    if (counts.ready() == 0 && reach.missing() > 0 && counts.unknown() == 0) {
      return Verdict.no(READY, rollout.reason(), Sentences.all(rollout.partial()));
    }
    if (counts.ready() == 0 && counts.unknown() == 0) {
      return Verdict.no(
          READY,
          "NoRealServerReady",
          "None of the %d real servers takes new connections: each has weight 0 or is drained."
              .formatted(counts.total()));
    }
    if (!rollout.silences().isEmpty()) {
      return Verdict.unknown(
          READY,
          Trouble.NODE_SILENT,
          "Whether every client is served is not known. " + Sentences.all(rollout.silences()));
    }
    if (!rollout.serversBehind().isEmpty()) {
      return Verdict.unknown(
          READY,
          PENDING,
          "Whether every client is served is not known: real servers on %s may not accept packets to the VIP yet."
              .formatted(Sentences.list(rollout.serversBehind())));
    }
    return Verdict.yes(
        READY,
        READY,
        "%d of %d real servers take new connections.%s"
            .formatted(counts.ready(), counts.total(), rest(counts)));
  }

  private static String unknown(Rollout rollout, RealServerCounts counts) {
    List<String> known = rollout.partial();
    return "Whether %s of %d real servers work is not known.%s"
        .formatted(
            counts.unknown() == counts.total() ? "any" : String.valueOf(counts.unknown()),
            counts.total(),
            known.isEmpty() ? "" : " " + Sentences.all(known));
  }

  /** Returns what is so of those that do not. */
  private static String rest(RealServerCounts counts) {
    return (counts.unhealthy() == 0
            ? ""
            : counts.unhealthy() == 1
                ? " 1 fails its health check."
                : " %d fail their health checks.".formatted(counts.unhealthy()))
        + (counts.unknown() == 0 ? "" : " Of %d it is not known.".formatted(counts.unknown()));
  }
}
