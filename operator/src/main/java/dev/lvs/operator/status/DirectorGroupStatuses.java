package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.PROGRAMMED;
import static dev.lvs.operator.status.condition.Verdict.READY;

import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.DirectorNode;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VipHolder;
import dev.lvs.operator.status.condition.AcceptedCondition;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.GroupLease;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.Trouble;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the status of a DirectorGroup. */
public final class DirectorGroupStatuses {
  private static final Set<String> UNANNOUNCED =
      Set.of(ResourceReport.NO_BGP_SESSION, ResourceReport.VIP_WITHDRAWN);

  private final Clock clock;

  public DirectorGroupStatuses(Clock clock) {
    this.clock = clock;
  }

  /**
   * The next status.
   *
   * @param source the group as plans name it, e.g. {@code DirectorGroup default}
   * @param before the status as it stands, if there is one
   * @param reports of its nodes, by node; a node that has no plan has no report
   * @param lease by which one of them has the VIPs; empty where they have them otherwise
   */
  public DirectorGroupStatus next(
      @Nullable DirectorGroupStatus before,
      String source,
      Facts.OfGroup facts,
      Map<String, NodeReport> reports,
      Optional<GroupLease> lease) {
    AnsweringStations answering =
        AnsweringStations.of(PlannedLease.nameOf(ResourceName.parse(source).name()), reports);
    List<DirectorNode> nodes = nodes(source, facts, reports, answering::standing, answering::why);
    Conditions conditions =
        new Conditions(before == null ? List.of() : before.conditions(), facts.generation(), clock);
    Verdict ready = ready(nodes, reports);
    List<Verdict> verdicts =
        new ArrayList<>(
            List.of(AcceptedCondition.of(facts.problems()), programmed(source, reports), ready));
    Optional<Verdict> held = lease.map(one -> HeldCondition.of(one, nodes, reports, answering));
    held.ifPresent(
        one -> {
          // whether clients are served is known as little as who would serve them
          verdicts.set(2, ready.atMost(one));
          verdicts.add(one);
        });
    lease.flatMap(answering::withoutApi).ifPresent(verdicts::add);
    lease.flatMap(answering::conflict).ifPresent(verdicts::add);
    return new DirectorGroupStatus(
        facts.generation(),
        nodes.size(),
        nodes,
        held.filter(one -> one.truth() != Verdict.Truth.FALSE)
            .flatMap(_ -> lease)
            .flatMap(one -> holder(before, one))
            .orElse(null),
        lease.map(_ -> answering.foreign()).orElse(List.of()),
        conditions.of(verdicts.toArray(Verdict[]::new)));
  }

  /**
   * The next status of a group of which one director has the VIPs by VRRP.
   *
   * @param source the group as plans name it
   * @param before the status as it stands, if there is one
   * @param reports of its nodes, by node
   */
  public DirectorGroupStatus nextByVrrp(
      @Nullable DirectorGroupStatus before,
      String source,
      Facts.OfGroup facts,
      Map<String, NodeReport> reports) {
    VrrpHolding vrrp =
        VrrpHolding.of(ResourceName.parse(source).name(), facts.services().keySet(), reports);
    List<DirectorNode> nodes = nodes(source, facts, reports, vrrp::standing, vrrp::why);
    Conditions conditions =
        new Conditions(before == null ? List.of() : before.conditions(), facts.generation(), clock);
    Verdict held = vrrp.held(before, clock.instant());
    return new DirectorGroupStatus(
        facts.generation(),
        nodes.size(),
        nodes,
        vrrp.holder(before, held, clock.instant()).orElse(null),
        List.of(),
        conditions.of(
            AcceptedCondition.of(facts.problems()),
            programmed(source, reports),
            ready(nodes, reports).atMost(held),
            held));
  }

  /** The directors, with what each says of its VIPs. */
  private static List<DirectorNode> nodes(
      String source,
      Facts.OfGroup facts,
      Map<String, NodeReport> reports,
      Function<String, Optional<GroupStanding>> standing,
      Function<String, Optional<String>> why) {
    return facts.services().entrySet().stream()
        .map(
            entry ->
                new DirectorNode(
                    entry.getKey(),
                    entry.getValue(),
                    Optional.ofNullable(reports.get(entry.getKey()))
                        .flatMap(report -> missing(report, source))
                        .orElse(null),
                    standing.apply(entry.getKey()).orElse(null),
                    why.apply(entry.getKey()).orElse(null)))
        .toList();
  }

  private Optional<VipHolder> holder(@Nullable DirectorGroupStatus before, GroupLease lease) {
    Optional<VipHolder> known = Optional.ofNullable(before).map(DirectorGroupStatus::holder);
    return switch (lease) {
      case GroupLease.Held(String node, int moves, var _, var _) ->
          known
              .filter(it -> it.node().equals(node) && it.moves() == moves)
              .or(
                  () ->
                      Optional.of(
                          new VipHolder(
                              node,
                              clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                              moves)));
      case GroupLease.Unreadable _ -> known;
      case GroupLease.Free _, GroupLease.Untold _ -> Optional.empty();
    };
  }

  /** Returns what the step from one status, or none, to the next is worth telling. */
  public static List<EventMessage> told(
      @Nullable DirectorGroupStatus before, DirectorGroupStatus after) {
    List<EventMessage> told =
        new ArrayList<>(
            EventMessage.of(before == null ? List.of() : before.conditions(), after.conditions()));
    told.addAll(AnsweringStations.over(before, after));
    VipHolder then = before == null ? null : before.holder();
    VipHolder now = after.holder();
    if (now != null && then != null && !now.equals(then)) {
      told.add(
          new EventMessage(
              false,
              "Moved",
              now.node().equals(then.node())
                  ? now.node() + " has the VIPs again."
                  : "%s has the VIPs; %s had them before.".formatted(now.node(), then.node())));
    }
    return told;
  }

  /** About what the group sets on its nodes: timeouts, net.ipv4.vs, connection synchronisation. */
  private static Verdict programmed(String source, Map<String, NodeReport> reports) {
    List<String> silent = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    new TreeMap<>(reports)
        .forEach(
            (node, report) ->
                Optional.ofNullable(report.progress().get(source))
                    .ifPresent(
                        progress -> {
                          if (report.isSilent()) {
                            silent.add(node);
                          } else if (!progress.carriedOut()) {
                            waiting.add(node);
                          }
                          if (!report.isSilent()) {
                            progress.said().stream()
                                .filter(it -> it.state().compareTo(ResourceState.PARTIAL) > 0)
                                .forEach(it -> refused.add(Sentences.brief(node, it)));
                          }
                        }));
    if (!refused.isEmpty()) {
      return Verdict.no(
          PROGRAMMED, "SettingRefused", "Not as it is set: " + Sentences.list(refused) + ".");
    }
    if (!silent.isEmpty()) {
      return Verdict.unknown(
          PROGRAMMED, Trouble.NODE_SILENT, "Not heard from: " + Sentences.list(silent) + ".");
    }
    if (!waiting.isEmpty()) {
      return Verdict.unknown(
          PROGRAMMED, Verdict.PENDING, "Not yet set on " + Sentences.list(waiting) + ".");
    }
    return Verdict.yes(PROGRAMMED, PROGRAMMED, "Its nodes are set as it says.");
  }

  private static Optional<String> missing(NodeReport report, String source) {
    if (report.trouble().isPresent()) {
      return report.trouble().map(Trouble::message);
    }
    return report.reporting()
        ? unannounced(report, source)
        : Optional.of("its agent has not reported yet");
  }

  /** Returns why no client comes to a director that announces its VIPs by BGP. */
  private static Optional<String> unannounced(NodeReport report, String source) {
    return Optional.ofNullable(report.progress().get(source)).stream()
        .flatMap(progress -> progress.said().stream())
        .filter(it -> UNANNOUNCED.contains(it.reason()))
        .map(ResourceReport::message)
        .findFirst();
  }

  private static Verdict ready(List<DirectorNode> nodes, Map<String, NodeReport> reports) {
    if (nodes.isEmpty()) {
      return Verdict.no(
          READY,
          "NoDirector",
          "No node has the labels that spec.nodeSelector asks for; label one, or change the"
              + " selector.");
    }
    List<String> flaws =
        nodes.stream()
            .filter(node -> node.missing() != null)
            .map(node -> node.node() + " (" + node.missing() + ")")
            .toList();
    if (flaws.isEmpty()) {
      return Verdict.yes(
          READY,
          READY,
          nodes.size() == 1 ? "The director can serve." : nodes.size() + " directors can serve.");
    }
    boolean noneLeft = flaws.size() == nodes.size();
    if (noneLeft && reports.values().stream().anyMatch(NodeReport::isSilent)) {
      return Verdict.unknown(
          READY, Trouble.NODE_SILENT, "Not known to be ready: " + Sentences.list(flaws) + ".");
    }
    return noneLeft
        ? Verdict.no(READY, "NoDirectorReady", "Not ready: " + Sentences.list(flaws) + ".")
        : Verdict.yes(READY, "SomeDirectorsNotReady", "Not ready: " + Sentences.list(flaws) + ".");
  }
}
