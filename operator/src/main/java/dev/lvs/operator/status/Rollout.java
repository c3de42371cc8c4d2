package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.DirectorState;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.operator.status.condition.Pending;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Progress of the nodes with one VirtualService.
 *
 * <p>Nodes carry a plan out in milliseconds. A service that was programmed is therefore given
 * {@link #GRACE} before its status says that a node is behind: else every change of a weight would
 * write its status twice.
 */
record Rollout(List<OnNode> nodes) {
  /** Time that a node has to carry out a plan before anybody is told that it is behind. */
  static final Duration GRACE = Duration.ofSeconds(3);

  static final String PROGRAMMED = "Programmed";
  static final String PENDING = "Pending";
  static final String REFUSED = "Refused";
  static final String PARTIAL = "Partial";

  /** Where the real servers are not what serves, or no client comes to them. */
  private static final Set<String> AWAY =
      Set.of(
          ResourceReport.SORRY_SERVER_IN_USE,
          ResourceReport.VIP_WITHDRAWN,
          ResourceReport.NO_BGP_SESSION);

  static final String CONTESTED = "Contested";
  static final String UNKNOWN = "Unknown";

  /**
   * One node of the service.
   *
   * @param director whether it is a director of the service, or only a real server
   * @param state as the status says it
   * @param generation of the NodePlan that it has carried out for this service, if any
   * @param said its report on the service
   * @param trouble hindrance to carrying out what it is to
   * @param left time that it may still be behind before the status says so; zero unless it is
   *     behind
   */
  record OnNode(
      String node,
      boolean director,
      String state,
      @Nullable Long generation,
      List<ResourceReport> said,
      Optional<Trouble> trouble,
      Duration left) {
    Optional<LocalPorts> ports() {
      return PlanProgress.ports(said);
    }

    boolean isSilent() {
      return trouble.filter(Trouble::isSilence).isPresent();
    }

    /** Returns whether it may serve and nobody knows how. */
    boolean isOpen() {
      return trouble.filter(it -> it.isSilence() || it.leavesOpen()).isPresent();
    }

    /** Returns whether it may serve, by this plan or the one before. */
    boolean serves() {
      return !state.equals(PENDING) || !said.isEmpty();
    }

    /** Returns whether it is to carry out a change and had time for it. */
    boolean isBehind() {
      return state.equals(PENDING) && !left.isPositive();
    }

    /** Returns whether its kernel holds the service as it is planned. */
    boolean isProgrammed() {
      return state.equals(PROGRAMMED) || state.equals(PARTIAL);
    }
  }

  /**
   * Reads the reports.
   *
   * @param before what the status said of each director until now
   * @param calm whether the service was programmed until now
   * @param progress by node; a node without one has not been given its plan yet
   */
  static Rollout of(
      Facts.OfService facts,
      List<DirectorState> before,
      boolean calm,
      Map<String, PlanProgress> progress,
      Clock clock) {
    SortedSet<String> nodes = new TreeSet<>(facts.compiled().directors());
    nodes.addAll(facts.hosts().keySet());
    return new Rollout(
        nodes.stream()
            .map(
                node ->
                    on(
                        node,
                        facts.compiled().directors().contains(node),
                        find(before, node),
                        progress.get(node),
                        calm ? clock : null))
            .toList());
  }

  private static OnNode on(
      String node,
      boolean director,
      @Nullable DirectorState last,
      @Nullable PlanProgress at,
      @Nullable Clock clock) {
    Optional<Trouble> silence =
        at == null ? Optional.empty() : at.trouble().filter(Trouble::isSilence);
    if (silence.isPresent()) {
      return new OnNode(
          node,
          director,
          UNKNOWN,
          last == null ? null : last.planGeneration(),
          List.of(),
          silence,
          Duration.ZERO);
    }
    if (at == null || at.leaving() || !at.carriedOut()) {
      Optional<Trouble> trouble = at == null ? Optional.empty() : at.trouble();
      Duration left = clock == null || trouble.isPresent() ? Duration.ZERO : left(at, clock);
      return new OnNode(
          node,
          director,
          last != null && left.isPositive() ? last.state() : PENDING,
          last == null ? null : last.planGeneration(),
          at == null ? List.of() : at.said(),
          trouble,
          left);
    }
    String state = state(at.said());
    // an earlier operator knew better than this one which plan changed the service last
    Long generation =
        last != null && !at.change().witnessed() && last.state().equals(state)
            ? last.planGeneration()
            : Long.valueOf(at.change().generation());
    return new OnNode(
        node, director, state, generation, at.said(), Optional.empty(), Duration.ZERO);
  }

  /** The worst that is said. */
  private static String state(List<ResourceReport> said) {
    return switch (said.stream()
        .map(ResourceReport::state)
        .max(Comparator.naturalOrder())
        .orElse(ResourceState.PROGRAMMED)) {
      case PROGRAMMED -> PROGRAMMED;
      case PARTIAL -> PARTIAL;
      case UNKNOWN -> UNKNOWN;
      case CONTESTED -> CONTESTED;
      case NOT_PROGRAMMED -> REFUSED;
    };
  }

  private static Duration left(@Nullable PlanProgress at, Clock clock) {
    if (at == null || at.leaving()) {
      return GRACE;
    }
    Duration left = GRACE.minus(Duration.between(at.change().at(), clock.instant()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static @Nullable DirectorState find(List<DirectorState> states, String node) {
    return states.stream().filter(state -> state.node().equals(node)).findFirst().orElse(null);
  }

  /** Returns what each director has made of the service, for its status. */
  List<DirectorState> directors() {
    return nodes.stream()
        .filter(OnNode::director)
        .map(
            it ->
                new DirectorState(
                    it.node(),
                    it.state(),
                    it.generation(),
                    it.ports().map(LocalPorts::total).orElse(null),
                    it.ports().map(LocalPorts::free).orElse(null)))
        .toList();
  }

  /** Returns what is not as planned, as sentences. */
  List<String> refusals() {
    return sentences(ResourceReport::fallsShort, it -> !isUnanswered(it));
  }

  /** Returns what nodes do not know themselves, as sentences. */
  List<String> unanswered() {
    return sentences(Rollout::isUnanswered, _ -> true);
  }

  /** Returns what is as planned and yet reaches a part of its real servers only, as sentences. */
  List<String> partial() {
    return sentences(Rollout::isPartial, _ -> true);
  }

  private List<String> sentences(Predicate<ResourceReport> which, Predicate<ResourceReport> and) {
    return nodes.stream()
        .flatMap(
            it ->
                it.said().stream()
                    .filter(which.and(and))
                    .map(what -> Sentences.said(it.node(), what)))
        .toList();
  }

  /** The reason of the worst that is said, where something is. */
  String reason() {
    return nodes.stream()
        .flatMap(it -> it.said().stream())
        .max(Comparator.comparing(ResourceReport::state))
        .map(ResourceReport::reason)
        .orElse(REFUSED);
  }

  /**
   * Returns what the director that reaches the fewest of its real servers makes of them.
   *
   * @param awaited how many are to take new connections
   * @param checked whether they are checked; then nobody knows of them what a director does not say
   */
  UnreachedServers reach(int awaited, boolean checked) {
    UnreachedServers unheard = UnreachedServers.unknown(checked ? awaited : 0);
    return nodes.stream()
        .filter(it -> it.director() && (it.isOpen() || it.serves()))
        .map(
            it ->
                it.isSilent()
                    ? UnreachedServers.unknown(awaited)
                    : it.isOpen() ? unheard : UnreachedServers.of(it.said()))
        .max(Comparator.comparingInt(UnreachedServers::missing))
        .orElse(unheard);
  }

  /**
   * Returns how much longer the first results of checks may be due before anybody is told, where
   * they have just begun: an agent that starts has them within moments, and knows nothing until
   * then.
   */
  Optional<Duration> firstResults(Instant now) {
    return nodes.stream()
        .filter(OnNode::director)
        .flatMap(it -> it.said().stream())
        .map(entry -> Pending.left(entry, now))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /**
   * Returns why new connections go to no real server although some of them work: on every director
   * that is to serve, the sorry server gets them, or the VIP is withdrawn.
   */
  Optional<String> away() {
    List<Optional<String>> reasons =
        nodes.stream()
            .filter(OnNode::director)
            .map(
                it ->
                    it.said().stream()
                        .map(ResourceReport::reason)
                        .filter(AWAY::contains)
                        .sorted()
                        .findFirst())
            .toList();
    return reasons.isEmpty() || reasons.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : reasons.getFirst();
  }

  private static boolean isUnanswered(ResourceReport entry) {
    return entry.state() == ResourceState.UNKNOWN;
  }

  private static boolean isPartial(ResourceReport entry) {
    return entry.state() == ResourceState.PARTIAL;
  }

  /** Returns what keeps nodes from carrying out what they are to, as sentences. */
  List<String> troubles() {
    return nodes.stream()
        .flatMap(
            it ->
                it
                    .trouble()
                    .filter(what -> !what.isSilence())
                    .map(what -> "Node " + it.node() + ": " + what.message())
                    .stream())
        .toList();
  }

  /** Returns whether all that is wrong is that nobody knows. */
  boolean leftOpen() {
    return nodes.stream()
        .flatMap(it -> it.trouble().stream())
        .filter(it -> !it.isSilence())
        .allMatch(Trouble::leavesOpen);
  }

  /** Returns what is not known, as sentences: one for each node that is not heard from. */
  List<String> silences() {
    return nodes.stream()
        .flatMap(it -> it.trouble().filter(Trouble::isSilence).map(Trouble::message).stream())
        .toList();
  }

  /** The nodes that are not heard from. */
  List<String> silent() {
    return names(OnNode::isSilent);
  }

  /** The reason of the first such trouble, where there is one. */
  String troubleReason() {
    return nodes.stream()
        .flatMap(it -> it.trouble().filter(what -> !what.isSilence()).stream())
        .findFirst()
        .map(Trouble::reason)
        .orElse(Trouble.NODE_NOT_READY);
  }

  /** Nodes that are to carry out a change and had time for it. */
  List<String> behind() {
    return names(OnNode::isBehind);
  }

  /**
   * Nodes of real servers among them: directors send these connections already, and nobody accepts
   * them.
   */
  List<String> serversBehind() {
    return names(it -> !it.director() && it.isBehind());
  }

  /** Nodes that hold the service as it is planned. */
  List<String> programmed() {
    return names(OnNode::isProgrammed);
  }

  /** When the first of those that still have time will have had it. */
  Optional<Duration> again() {
    return nodes.stream()
        .map(OnNode::left)
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  /** Returns whether sources are rewritten, so that every connection needs a local port. */
  boolean needsLocalPorts() {
    return nodes.stream().anyMatch(it -> it.ports().isPresent());
  }

  /** Nodes that have few local ports left. */
  List<String> shortOfLocalPorts() {
    return names(it -> it.ports().filter(LocalPorts::areRunningOut).isPresent());
  }

  boolean anyDirectorProgrammed() {
    return nodes.stream().anyMatch(it -> it.director() && it.isProgrammed());
  }

  private List<String> names(Predicate<OnNode> which) {
    return nodes.stream().filter(which).map(OnNode::node).toList();
  }
}
