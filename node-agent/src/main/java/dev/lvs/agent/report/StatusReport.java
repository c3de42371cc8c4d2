package dev.lvs.agent.report;

import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.api.v1alpha1.KernelFacts;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.parts.StoredReport;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the status of a NodePlan, in which the node reports on itself and its plan.
 *
 * <p>Two conditions: {@code Programmed}, the kernel holds what the plan says; {@code Ready}, the
 * agent is able to make it so. The last report is kept, for the parts that do not change with each
 * round.
 */
public final class StatusReport {
  private static final String PROGRAMMED = "Programmed";
  private static final String READY = "Ready";

  /** Of manifests in a directory; where there is an API server, each resource says it of itself. */
  private static final String ACCEPTED = "Accepted";

  /** Foreign things that are told: they are for people, and nothing is concluded from them. */
  private static final int MOST_FOREIGN = 50;

  private final Clock clock;
  private final String version;
  private final ReportEntries entries = new ReportEntries();
  private List<String> notices = List.of();
  private NodePlanStatus last;

  /**
   * A report of a node of which nothing is known yet.
   *
   * @param version of this agent
   */
  public StatusReport(Clock clock, String version) {
    this.clock = clock;
    this.version = version;
    this.last =
        new NodePlanStatus(
            null, version, null, null, null, null, null, null, List.of(), List.of(), List.of());
  }

  /**
   * After a round. Equal to the last report when there is nothing new to say.
   *
   * @param newer a plan after the one that is in force
   */
  public NodePlanStatus of(Findings round, Measured measured, Optional<Unreadable> newer) {
    long generation = round.plan().generation();
    NodePlanSpec plan = round.plan().spec();
    List<Shortfall> shortfalls = Shortfalls.of(round);
    PlanReport report =
        BoundedReport.of(
                entries.of(shortfalls, measured, plan, generation, now()),
                StoredReport.room(plan.nodeName()))
            .withLingering(measured.lingering());
    Collection<VirtualServer> services =
        round.desired().state().services().values().stream()
            .filter(service -> !ProbeMarks.contain(service.key()))
            .toList();
    last =
        new NodePlanStatus(
            // what of a round was not answered is known after the next
            round.isCertain() ? Long.valueOf(generation) : last.observedGeneration(),
            version,
            roles(plan),
            kernel(round),
            services.size(),
            services.stream().mapToInt(service -> service.destinations().size()).sum(),
            round.hasChanged() ? now() : last.lastChange(),
            report,
            List.of(),
            foreign(round),
            conditions(round, newer, shortfalls, measured));
    return last;
  }

  private List<Condition> conditions(
      Findings round, Optional<Unreadable> newer, List<Shortfall> shortfalls, Measured measured) {
    long generation = round.plan().generation();
    List<Condition> conditions = new ArrayList<>();
    conditions.add(
        newer.map(this::unread).orElseGet(() -> programmed(round, shortfalls, measured)));
    conditions.add(ready(generation, round.missing()));
    List<String> problems = round.plan().problems();
    if (!problems.isEmpty()) {
      String more = " And " + (problems.size() - 1) + " more, see the log.";
      conditions.add(
          condition(
              ACCEPTED,
              "False",
              "ManifestsWrong",
              problems.getFirst() + (problems.size() == 1 ? "" : more),
              generation));
    }
    return conditions;
  }

  /** What the user is to know of the memory of this node. */
  public void note(List<String> ofLedger) {
    notices = List.copyOf(ofLedger);
  }

  /** What is not known any more, and what stands there and is not ours. */
  private List<String> foreign(Findings round) {
    List<Foreign> all = round.diff().foreign();
    Stream<String> rest =
        all.size() > MOST_FOREIGN
            ? Stream.of("And " + (all.size() - MOST_FOREIGN) + " more, see the agent's log.")
            : Stream.empty();
    return Stream.of(notices.stream(), all.stream().limit(MOST_FOREIGN).map(Foreign::message), rest)
        .flatMap(one -> one)
        .toList();
  }

  /** When there is a newer plan that cannot be read. */
  public NodePlanStatus unreadable(Unreadable newer) {
    return withConditions(
        unread(newer), find(READY).orElseGet(() -> ready(newer.generation(), List.of())));
  }

  private Condition unread(Unreadable newer) {
    return condition(PROGRAMMED, "False", "UnreadablePlan", newer.message(), newer.generation());
  }

  /** When the node lacks what nothing can be done without. */
  public NodePlanStatus unfit(List<Missing> missing) {
    Condition ready = ready(generation(), missing);
    return withConditions(
        condition(PROGRAMMED, "False", ready.getReason(), ready.getMessage(), generation()), ready);
  }

  /** When the way to the kernel, or to the ledger, is broken. */
  public NodePlanStatus broken(String reason, String message) {
    return withConditions(
        condition(PROGRAMMED, "Unknown", reason, message, generation()),
        condition(READY, "False", reason, message, generation()));
  }

  private NodePlanStatus withConditions(Condition... conditions) {
    last =
        new NodePlanStatus(
            last.observedGeneration(),
            last.agentVersion(),
            last.roles(),
            last.kernel(),
            last.services(),
            last.destinations(),
            last.lastChange(),
            last.report(),
            last.leases(),
            last.foreign(),
            List.of(conditions));
    return last;
  }

  private Condition programmed(Findings round, List<Shortfall> shortfalls, Measured measured) {
    long generation = round.plan().generation();
    if (!round.isCertain()) {
      return condition(
          PROGRAMMED,
          "Unknown",
          "AnswerLost",
          "The kernel's answer to a change was lost; the next round observes and decides again.",
          generation);
    }
    if (!shortfalls.isEmpty()) {
      Shortfall first = shortfalls.getFirst();
      String more = " And " + (shortfalls.size() - 1) + " more, see status.report.";
      return condition(
          PROGRAMMED,
          "False",
          "NotAll",
          first.source()
              + ": "
              + first.message()
              + (shortfalls.size() == 1 ? "" : more)
              + LeftLeases.of(measured.left()),
          generation);
    }
    String aside =
        Remarks.of(round.plan().spec(), round.facts()).stream()
            .map(" "::concat)
            .collect(Collectors.joining());
    return condition(
        PROGRAMMED,
        "True",
        "Programmed",
        "The kernel holds what the plan says." + LeftLeases.of(measured.left()) + aside,
        generation);
  }

  private Condition ready(long generation, List<Missing> missing) {
    if (missing.isEmpty()) {
      return condition(
          READY, "True", "Ready", "The agent can do what plans ask of it.", generation);
    }
    List<String> messages = missing.stream().map(Missing::message).toList();
    String reason =
        switch (missing.getFirst().kind()) {
          case MODULE -> "ModuleMissing";
          case CAPABILITY -> "CapabilityMissing";
        };
    return condition(READY, "False", reason, String.join("; and ", messages), generation);
  }

  private Condition condition(
      String type, String status, String reason, String message, long generation) {
    String since =
        find(type)
            .filter(earlier -> earlier.getStatus().equals(status))
            .map(Condition::getLastTransitionTime)
            .orElseGet(this::now);
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(since)
        .withObservedGeneration(generation)
        .build();
  }

  private Optional<Condition> find(String type) {
    return last.conditions().stream().filter(earlier -> earlier.getType().equals(type)).findFirst();
  }

  private long generation() {
    return Objects.requireNonNullElse(last.observedGeneration(), 0L);
  }

  private static KernelFacts kernel(Findings round) {
    return new KernelFacts(
        round.facts().kernelRelease(),
        round.facts().ipvsVersion().orElse(null),
        round.missing().stream().map(Missing::name).toList());
  }

  private static @Nullable String roles(NodePlanSpec spec) {
    List<String> roles = new ArrayList<>();
    if (!spec.director().holdsNothing()) {
      roles.add("Director");
    }
    if (!spec.realServer().holdsNothing()) {
      roles.add("RealServer");
    }
    return roles.isEmpty() ? null : String.join(",", roles);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
