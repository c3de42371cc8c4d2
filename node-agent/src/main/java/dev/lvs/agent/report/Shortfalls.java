package dev.lvs.agent.report;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationId;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.plan.draft.Attribution;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the deviations of the node from its plan, and their reasons, by resource. */
public final class Shortfalls {
  private static final String NOT_OURS = "NotOurs";
  private static final String FOREIGN_DESTINATIONS = Refused.FOREIGN_DESTINATIONS;
  private static final String ANSWER_LOST = "AnswerLost";

  /** The words for causes that are no errno. */
  private static final Map<String, String> REASONS =
      Map.of(
          Refused.PREREQUISITE,
          "PrerequisiteRefused",
          VipChange.WITHHELD,
          VipChange.WITHHELD,
          FOREIGN_DESTINATIONS,
          FOREIGN_DESTINATIONS,
          Missing.IP_VS.name(),
          Obstacle.Reason.NO_IPVS.text(),
          Missing.NF_TABLES.name(),
          Obstacle.Reason.NO_PACKET_RULES.text());

  private final String node;
  private final Attribution attribution;
  private final ProbeWays ways;
  private final List<Shortfall> all = new ArrayList<>();
  private final Set<ResourceName> named = new HashSet<>();

  private Shortfalls(String node, Desired desired) {
    this.node = node;
    this.attribution = desired.attribution();
    this.ways = desired.ways();
  }

  /**
   * Returns what a round left undone: for lack of something, for what others put there, by refusal.
   */
  public static List<Shortfall> of(Findings round) {
    Shortfalls shortfalls = foreseen(round.plan(), round.desired(), round.diff());
    round.fights().forEach(shortfalls::add);
    round.refused().stream().filter(refused -> !isConsequence(refused)).forEach(shortfalls::add);
    // what follows from something else is said only of whom that does not concern
    round.refused().stream().filter(Shortfalls::isConsequence).forEach(shortfalls::addUnlessNamed);
    round.outcomes().forEach(shortfalls::addIfUnknown);
    return shortfalls.all;
  }

  /** Returns what a round would leave undone, as far as it can be told without one. */
  public static List<Shortfall> of(Plan plan, Desired desired, Diff diff) {
    return foreseen(plan, desired, diff).all;
  }

  private static Shortfalls foreseen(Plan plan, Desired desired, Diff diff) {
    Shortfalls shortfalls = new Shortfalls(plan.spec().nodeName(), desired);
    desired.obstacles().forEach(shortfalls::add);
    diff.foreign().stream().filter(Foreign::isInTheWay).forEach(shortfalls::add);
    diff.withheld().forEach(shortfalls::add);
    return shortfalls;
  }

  /** Returns whether something else is said already that explains it. */
  private static boolean isConsequence(Refused refused) {
    return refused.cause().equals(Refused.PREREQUISITE)
        || refused.cause().equals(Missing.IP_VS.name());
  }

  private void add(Obstacle obstacle) {
    ResourceState state =
        obstacle.isPartial() ? ResourceState.PARTIAL : ResourceState.NOT_PROGRAMMED;
    FailedChange wanted = new FailedChange(obstacle.wanted(), null);
    for (ResourceName source : concerned(obstacle.sources())) {
      add(
          new Shortfall(
              source,
              state,
              obstacle.reason().text(),
              wanted,
              obstacle.message(),
              Optional.empty(),
              obstacle.realServer()));
    }
  }

  private void add(Foreign foreign) {
    switch (foreign) {
      case Foreign.Service(var key) when ProbeMarks.contain(key) ->
          addUnprobed(key, "program " + key, foreign.message());
      case Foreign.Service(var key) ->
          add(attribution.of(key), "program " + key, NOT_OURS, foreign.message());
      case Foreign.Destination(var service, var key, var _) when ProbeMarks.contain(service) ->
          addUnprobed(service, "program " + key + " in " + service, foreign.message());
      case Foreign.Share(var service, var _, var _, var _, var _)
          when ProbeMarks.contain(service) ->
          addUnprobed(service, "probe by " + service, foreign.message());
      case Foreign.Destination(var service, var key, var _) ->
          add(
              owner(attribution.of(service, key)),
              "program " + key + " in " + service,
              NOT_OURS,
              foreign.message());
      case Foreign.Share(var service, var _, var _, var theirs, var all) ->
          add(
              attribution.of(service),
              new FailedChange("balance " + service + " over its real servers alone", null),
              FOREIGN_DESTINATIONS,
              foreign.message(),
              ResourceNumbers.foreignWeight(theirs, all));
      case Foreign.Remainder(var service, var _) ->
          add(List.of(), "delete " + service, FOREIGN_DESTINATIONS, foreign.message());
      case Foreign.Device(var end, var _) ->
          add(attribution.ofSubject(end), "make " + end.title(), NOT_OURS, foreign.message());
      case Foreign.Daemon(var daemon, var _) ->
          add(
              attribution.ofSubject(daemon.state()),
              "run the connection-sync daemon as " + daemon.state().text(),
              NOT_OURS,
              foreign.message());
      case Foreign.Table() ->
          add(
              attribution.ofSubject(PacketRules.TABLE),
              "write nftables table inet " + PacketRules.TABLE,
              NOT_OURS,
              foreign.message());
      case Foreign.Filter(var barrier) ->
          add(
              barrier.sources().stream().map(ResourceName::parse).toList(),
              "let packets pass chain " + barrier.chain().title(),
              "Dropped",
              foreign.message());
      // these are never in the way
      case Foreign.Address _, Foreign.Switch _, Foreign.Setting _, Foreign.Lasting _ -> {}
    }
  }

  /** Clients are served as planned, but whether one real server works is not known. */
  private void addUnprobed(ServiceKey probing, String wanted, String message) {
    for (ResourceName source : concerned(attribution.ofSubject(probing))) {
      add(
          new Shortfall(
              source,
              ResourceState.PARTIAL,
              ResourceReport.HEALTH_UNKNOWN,
              new FailedChange(wanted, null),
              message,
              Optional.empty(),
              ways.server(probing)));
    }
  }

  /** The virtual server for probes that a change is about. */
  private static Optional<ServiceKey> probing(Change change) {
    return Optional.ofNullable(
            switch (change.subject()) {
              case ServiceKey service -> service;
              case DestinationId(var service, var _) -> service;
              default -> null;
            })
        .filter(ProbeMarks::contain);
  }

  private void add(Fight fight) {
    Optional<ServiceKey> probing = probing(fight.change());
    if (probing.isPresent()) {
      addUnprobed(probing.get(), fight.change().adminLine(), fight.message());
      return;
    }
    FailedChange change = new FailedChange(fight.change().adminLine(), null);
    for (ResourceName source : concerned(sources(fight.change()))) {
      add(
          new Shortfall(
              source,
              ResourceState.CONTESTED,
              Fight.CAUSE,
              change,
              fight.message(),
              Optional.of(ResourceNumbers.repairs(fight.rounded())),
              Optional.empty()));
    }
  }

  private void add(Vip vip, String why) {
    add(VipChange.withheld(vip, why));
  }

  private void add(Refused refused) {
    Optional<ServiceKey> probing = probing(refused.change());
    if (probing.isPresent()) {
      addUnprobed(probing.get(), refused.change().adminLine(), refused.message());
      return;
    }
    add(sources(refused.change()), refused);
  }

  private void addUnlessNamed(Refused refused) {
    List<ResourceName> unnamed =
        sources(refused.change()).stream().filter(source -> !named.contains(source)).toList();
    if (!unnamed.isEmpty()) {
      add(unnamed, refused);
    }
  }

  private void add(List<ResourceName> sources, Refused refused) {
    String reason = REASONS.get(refused.cause());
    String change = refused.change().adminLine();
    add(
        sources,
        new FailedChange(change, reason == null ? refused.cause() : null),
        reason == null ? ResourceReport.KERNEL_REFUSED : reason,
        refused.message(),
        null);
  }

  private void addIfUnknown(Outcome outcome) {
    if (outcome instanceof Outcome.Unknown(var change, var message)) {
      FailedChange failed = new FailedChange(change.adminLine(), null);
      for (ResourceName source : concerned(sources(change))) {
        add(
            new Shortfall(
                source,
                ResourceState.UNKNOWN,
                ANSWER_LOST,
                failed,
                message,
                Optional.empty(),
                Optional.empty()));
      }
    }
  }

  private List<ResourceName> sources(Change change) {
    List<ResourceName> sources = attribution.of(change);
    return change.subject() instanceof DestinationId ? owner(sources) : sources;
  }

  /** The virtual service alone: its real server may do well in other services. */
  private static List<ResourceName> owner(List<ResourceName> sources) {
    return sources.isEmpty() ? sources : sources.subList(0, 1);
  }

  private void add(List<ResourceName> sources, String wanted, String reason, String message) {
    add(sources, new FailedChange(wanted, null), reason, message, null);
  }

  private void add(
      List<ResourceName> sources,
      FailedChange failed,
      String reason,
      String message,
      @Nullable ResourceNumbers numbers) {
    for (ResourceName source : concerned(sources)) {
      add(
          new Shortfall(
              source,
              ResourceState.NOT_PROGRAMMED,
              reason,
              failed,
              message,
              Optional.ofNullable(numbers),
              Optional.empty()));
    }
  }

  private void add(Shortfall shortfall) {
    named.add(shortfall.source());
    all.add(shortfall);
  }

  /** Returns what is for nobody is said of the plan itself. */
  private List<ResourceName> concerned(List<ResourceName> sources) {
    return sources.isEmpty() ? List.of(new ResourceName("NodePlan", "", node)) : sources;
  }
}
