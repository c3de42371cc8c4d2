package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.READY;

import dev.lvs.api.v1alpha1.CheckedHealth;
import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ServerDrain;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.operator.status.condition.AcceptedCondition;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.NextStatus;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.DeadNodes;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the status of a RealServer. */
public final class RealServerStatuses {
  /** Findings that a status has room for. */
  static final int MOST_LISTED = 50;

  /** The reason where some checks of it succeed. */
  static final String SOME_FAILED = "SomeChecksFailed";

  private final Clock clock;

  public RealServerStatuses(Clock clock) {
    this.clock = clock;
  }

  /**
   * The next status.
   *
   * @param before the status as it stands, if there is one
   * @param reports of its hosts and of the directors of its services, by node
   */
  public NextStatus<RealServerStatus> next(
      @Nullable RealServerStatus before,
      RealServerSpec spec,
      Facts.OfServer facts,
      Map<String, NodeReport> reports) {
    ServerHealths reading =
        new ServerHealths(
            facts.compiled().name().toString(),
            reports,
            before == null ? List.of() : before.health(),
            clock);
    List<CheckedHealth> health = reading.of(facts.services());
    Verdict accepted = AcceptedCondition.of(facts.problems());
    Verdict ready =
        standing(spec, facts, accepted)
            .or(() -> Hosts.flaw(facts, reports))
            .or(() -> ofHealth(health))
            .or(() -> ofNode(facts))
            .orElseGet(() -> serves(facts));
    Conditions conditions =
        new Conditions(before == null ? List.of() : before.conditions(), facts.generation(), clock);
    List<Condition> said = new ArrayList<>(conditions.of(accepted, ready));
    DrainedCondition.of(before, facts, reports).map(conditions::of).ifPresent(said::addAll);
    int listed = Math.min(MOST_LISTED, health.size());
    return new NextStatus<>(
        new RealServerStatus(
            facts.generation(),
            facts.compiled().addresses(),
            facts.compiled().services(),
            facts.compiled().services().size(),
            state(facts, ready),
            said,
            health.subList(0, listed),
            health.size() == listed ? null : health.size() - listed,
            drains(facts, reports)),
        reading.again());
  }

  private static List<ServerDrain> drains(Facts.OfServer facts, Map<String, NodeReport> reports) {
    String server = facts.compiled().name().toString();
    return new TreeMap<>(reports)
        .values().stream()
            .flatMap(report -> drain(server, report).stream())
            .limit(MOST_LISTED)
            .toList();
  }

  private static Optional<ServerDrain> drain(String server, NodeReport report) {
    return report
        .servers()
        .drain(server)
        .map(
            left ->
                report.isSilent()
                    ? new ServerDrain(report.node(), null, null, left.until())
                    : ServerDrain.of(report.node(), left));
  }

  private static String state(Facts.OfServer facts, Verdict ready) {
    return switch (facts.compiled().state()) {
      case IN_USE ->
          switch (ready.truth()) {
            case TRUE -> "InUse";
            case UNKNOWN -> "Unknown";
            case FALSE ->
                ready.reason().equals(ResourceReport.HEALTH_CHECK_FAILED) ? "Unhealthy" : "InUse";
          };
      case UNUSED -> "Unused";
      case DRAINING -> "Draining";
      case REMOVED -> "Removed";
    };
  }

  private static Verdict underMaintenance(Maintenance maintenance) {
    String until = maintenance.until() == null ? "" : " until " + maintenance.until();
    String reason = maintenance.reason() == null ? "" : " (" + maintenance.reason() + ")";
    return switch (maintenance.mode()) {
      case DRAIN ->
          Verdict.no(READY, "Draining", "It takes no new connections" + until + reason + ".");
      case OFF -> Verdict.no(READY, "Removed", "It is out of every service" + until + reason + ".");
    };
  }

  /** Returns what follows from what users wrote, whatever nodes say. */
  private static Optional<Verdict> standing(
      RealServerSpec spec, Facts.OfServer facts, Verdict accepted) {
    if (AcceptedCondition.refused(facts.problems())) {
      return Optional.of(Verdict.no(READY, accepted.reason(), accepted.message()));
    }
    Optional<Maintenance> maintenance = facts.compiled().maintenance();
    if (maintenance.isPresent()) {
      return Optional.of(underMaintenance(maintenance.get()));
    }
    if (facts.compiled().services().isEmpty()) {
      return Optional.of(
          Verdict.unknown(
              READY,
              "Unused",
              "No VirtualService of its namespace chooses it, by name or by its labels."));
    }
    if (spec.followsNode()
        && spec.weight() > 0
        && facts.compiled().state() == ServerState.DRAINING) {
      return Optional.of(
          Verdict.no(
              READY,
              Trouble.NODE_NOT_READY,
              "It takes no new connections while its node %s is not ready (spec.followNodeReady)."
                  .formatted(spec.nodeName())));
    }
    return spec.weight() == 0
        ? Optional.of(
            Verdict.no(READY, "WeightZero", "It takes no new connections: spec.weight is 0."))
        : Optional.empty();
  }

  /** Returns what Kubernetes says of its node, where nobody else knows better. */
  private static Optional<Verdict> ofNode(Facts.OfServer facts) {
    boolean checked =
        !facts.services().isEmpty() && facts.services().stream().allMatch(Facts.Use::checked);
    return checked ? Optional.empty() : facts.dead().map(node -> DeadNodes.verdict(List.of(node)));
  }

  /**
   * Returns what directors found out; empty where there is nothing but good, or nobody checks it.
   */
  private static Optional<Verdict> ofHealth(List<CheckedHealth> health) {
    List<CheckedHealth> flaws =
        health.stream().filter(it -> !it.state().equals(ServerHealths.HEALTHY)).toList();
    if (flaws.isEmpty()) {
      return Optional.empty();
    }
    Optional<CheckedHealth> unknown =
        flaws.stream().filter(it -> it.state().equals(ServerHealths.UNKNOWN)).findFirst();
    if (unknown.isPresent()) {
      return Optional.of(
          Verdict.unknown(READY, reason(unknown.get()), message(unknown.get(), flaws.size())));
    }
    CheckedHealth first = flaws.getFirst();
    return Optional.of(
        flaws.size() == health.size()
            ? Verdict.no(READY, reason(first), message(first, flaws.size()))
            : Verdict.yes(READY, SOME_FAILED, message(first, flaws.size())));
  }

  private static String reason(CheckedHealth flaw) {
    return Objects.requireNonNullElse(flaw.reason(), ResourceReport.HEALTH_UNKNOWN);
  }

  /** Without what changes from probe to probe, which status.health says. */
  private static String message(CheckedHealth first, int all) {
    String what =
        switch (first.state()) {
          case ServerHealths.UNHEALTHY -> "It fails the health check of %s by %s";
          case ServerHealths.DRAINED ->
              "It takes no new connections of %s by %s, as it says itself";
          default -> "Whether it works for %s by %s is not known";
        };
    return what.formatted(first.service(), first.director())
        + (all == 1 ? "" : ", and %d more".formatted(all - 1))
        + "; see status.health.";
  }

  private static Verdict serves(Facts.OfServer facts) {
    return Verdict.yes(READY, READY, "Serves " + Sentences.list(facts.compiled().services()) + ".");
  }
}
