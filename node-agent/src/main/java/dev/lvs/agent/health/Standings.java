package dev.lvs.agent.health;

import dev.lvs.agent.health.Course.Moment;
import dev.lvs.agent.health.Remembered.Place;
import dev.lvs.agent.health.Standing.State;
import dev.lvs.agent.health.Standing.Thresholds;
import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Standings of all checked destinations. Not thread-safe.
 *
 * <p>A check that stays in the plan keeps its standing, whatever else of the plan changes, so that
 * a server does not come up or go down because a manifest was edited.
 */
final class Standings {
  /**
   * States from the worst to the best: where checks of one server find different things, the first
   * of these counts.
   */
  private static final List<ServerFinding.State> WORST =
      List.of(
          ServerFinding.State.UNHEALTHY,
          ServerFinding.State.UNKNOWN,
          ServerFinding.State.DRAINED,
          ServerFinding.State.HEALTHY);

  private Map<ScheduledCheck, Map<Thresholds, Course>> byCheck = new HashMap<>();
  private List<Watched> watched = List.of();

  /** Of servers that are not watched yet; those of an agent before, at first. */
  private Map<Place, Remembered> remembered = new HashMap<>();

  /** Begins with what an agent before knew. */
  void recall(Collection<Remembered> servers) {
    servers.forEach(this::remember);
  }

  /** Has exactly these destinations watched from now on. */
  void watch(Collection<Watched> wanted, Moment now) {
    // a server that is down stays so where its check is another, until that has a result
    watched.forEach(
        one ->
            Remembered.of(one, course(one), isInitiallyDown(one), now).ifPresent(this::remember));
    Map<ScheduledCheck, Map<Thresholds, Course>> kept = new HashMap<>();
    for (Watched one : wanted) {
      kept.computeIfAbsent(one.check(), _ -> new HashMap<>())
          .merge(one.thresholds(), begun(one, now), Standings::worse);
    }
    byCheck = kept;
    watched = List.copyOf(wanted);
    remembered = new HashMap<>();
  }

  /** One of whose checks one fails is down. */
  private void remember(Remembered server) {
    remembered.merge(
        server.place(), server, (one, other) -> one.state() == State.DOWN ? one : other);
  }

  private Course begun(Watched one, Moment now) {
    Course known = course(one);
    Remembered before = remembered.get(Place.of(one));
    return known.standing().state() == State.UNKNOWN && before != null ? before.course(now) : known;
  }

  /** Several services have one check of a server, which may be remembered from one of them. */
  private static Course worse(Course one, Course other) {
    return other.standing().state() == State.DOWN ? other : one;
  }

  /** Returns what the destinations of a plan count for that is about to be carried out. */
  Health foreseen(DirectorPlan plan, Set<ServiceKey> below, Moment now) {
    Map<Place, ServerHealth> known = new HashMap<>();
    remembered.forEach((place, server) -> known.put(place, server.health(now)));
    byPlace().forEach((place, checks) -> known.put(place, together(checks)));
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> all = new HashMap<>();
    for (PlannedService service : plan.services()) {
      PlannedHealth health = service.health();
      if (health == null) {
        continue;
      }
      health
          .checksOf(service.realServers())
          .forEach(
              (server, checks) -> {
                DestinationKey key = new DestinationKey(server.address(), server.port());
                ServerHealth first =
                    checks.stream().anyMatch(check -> check.initial() == InitialHealth.DOWN)
                        ? new ServerHealth.Down(
                            health.onFailure() == OnFailure.REMOVE, HealthEvidence.NONE)
                        : new ServerHealth.Unknown();
                all.computeIfAbsent(service.key(), _ -> new HashMap<>())
                    .put(key, known.getOrDefault(new Place(service.key(), key), first));
              });
    }
    return new Health(all, below);
  }

  /** Returns what the next agent has to know. */
  List<Remembered> remembered(Moment now) {
    return watched.stream()
        .flatMap(one -> Remembered.of(one, course(one), isInitiallyDown(one), now).stream())
        .toList();
  }

  private static boolean isInitiallyDown(Watched one) {
    return one.initial() == InitialHealth.DOWN;
  }

  /** The checks to probe. */
  Set<ScheduledCheck> checks() {
    return Set.copyOf(byCheck.keySet());
  }

  /**
   * Counts a result.
   *
   * @return whether it changes what a server counts for
   */
  boolean take(ScheduledCheck check, ProbeResult result, Moment now) {
    boolean changed = false;
    Map<Thresholds, Course> counted = byCheck.getOrDefault(check, Map.of());
    for (Map.Entry<Thresholds, Course> one : counted.entrySet()) {
      Standing before = one.getValue().standing();
      one.setValue(one.getValue().after(result, now, one.getKey()));
      Standing after = one.getValue().standing();
      changed |=
          before.state() != after.state()
              || !before.advice().equals(after.advice())
              || (after.state() == State.DOWN && !isAlike(before.evidence(), after.evidence()))
              || !before.expiring().equals(after.expiring())
              || !before.doubt(one.getKey()).equals(after.doubt(one.getKey()));
    }
    return changed;
  }

  /** A single success of a server that is down is no news. */
  private static boolean isAlike(HealthEvidence one, HealthEvidence other) {
    return one.reason().equals(other.reason()) && one.failures() == other.failures();
  }

  /** The standing of one destination. */
  Standing of(Watched one) {
    return course(one).standing();
  }

  private Course course(Watched one) {
    return byCheck
        .getOrDefault(one.check(), Map.of())
        .getOrDefault(one.thresholds(), Course.UNHEARD);
  }

  List<Watched> watched() {
    return watched;
  }

  /** The finding of everything that is watched, in the order of the plan. */
  List<ServerFinding> findings() {
    return byPlace().values().stream()
        .map(
            checks ->
                checks.stream()
                    .map(one -> finding(one, of(one)))
                    .min(Comparator.comparingInt(found -> WORST.indexOf(found.state())))
                    .orElseThrow())
        .toList();
  }

  private static ServerFinding finding(Watched one, Standing standing) {
    Optional<HealthEvidence> doubt = standing.doubt(one.thresholds());
    boolean drained =
        standing.state() == State.UP
            && advised(standing.advice(), one.weight()).orElse(1) == 0
            && one.weight() > 0;
    ServerFinding.State state =
        switch (standing.state()) {
          case DOWN -> ServerFinding.State.UNHEALTHY;
          case UNKNOWN -> ServerFinding.State.UNKNOWN;
          case UP ->
              doubt.isPresent()
                  ? ServerFinding.State.UNKNOWN
                  : drained ? ServerFinding.State.DRAINED : ServerFinding.State.HEALTHY;
        };
    return new ServerFinding(
        one.service(),
        one.destination(),
        state,
        state == ServerFinding.State.UNKNOWN
            ? doubt.orElse(HealthEvidence.NONE)
            : standing.evidence(),
        standing.certificateEnd());
  }

  /**
   * Returns what everything that is watched counts for.
   *
   * @param below the services that were below their quorum when the agent before ended
   */
  Health health(Set<ServiceKey> below) {
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> all = new HashMap<>();
    byPlace()
        .forEach(
            (place, checks) ->
                all.computeIfAbsent(place.service(), _ -> new HashMap<>())
                    .put(place.destination(), together(checks)));
    return new Health(all, below);
  }

  /** The checks of each destination, in the order of the plan. */
  private Map<Place, List<Watched>> byPlace() {
    Map<Place, List<Watched>> all = LinkedHashMap.newLinkedHashMap(watched.size());
    watched.forEach(one -> all.merge(Place.of(one), List.of(one), Standings::joined));
    return all;
  }

  private static List<Watched> joined(List<Watched> some, List<Watched> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** The health of a server by all of its checks. */
  private ServerHealth together(List<Watched> checks) {
    int weight = checks.getFirst().weight();
    return checks.stream()
        .map(one -> health(one, course(one)))
        .reduce((one, other) -> one.and(other, weight))
        .orElseThrow();
  }

  private static ServerHealth health(Watched one, Course course) {
    Standing standing = course.standing();
    boolean initiallyDown = isInitiallyDown(one);
    boolean up =
        switch (standing.state()) {
          case UNKNOWN -> !initiallyDown;
          case UP -> true;
          case DOWN -> false;
        };
    if (!up) {
      return new ServerHealth.Down(
          one.removed(),
          standing.state() == State.DOWN ? standing.evidence() : HealthEvidence.NONE,
          course.wentDown(initiallyDown));
    }
    return standing.state() == State.UNKNOWN
        ? new ServerHealth.Unknown(standing.doubt(one.thresholds()))
        : new ServerHealth.Up(
            advised(standing.advice(), one.weight()),
            standing.doubt(one.thresholds()),
            standing.expiring(),
            course.cameUp(initiallyDown));
  }

  /** A server that takes some of its weight takes one at least; one that takes none takes none. */
  private static OptionalInt advised(Optional<Advice> advice, int weight) {
    if (advice.isEmpty()) {
      return OptionalInt.empty();
    }
    boolean away = advice.get().state().filter(state -> state != Advice.State.READY).isPresent();
    if (away) {
      return OptionalInt.of(0);
    }
    return advice
        .get()
        .load()
        .map(load -> OptionalInt.of(load.of(weight)))
        .orElseGet(OptionalInt::empty);
  }
}
