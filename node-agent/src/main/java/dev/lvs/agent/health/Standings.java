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
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Standings of all checked destinations. Not thread-safe.
 *
 * <p>A check that stays in the plan keeps its standing, whatever else of the plan changes, so that
 * a server does not come up or go down because a manifest was edited.
 */
final class Standings {
  private Map<ScheduledCheck, Map<Thresholds, Course>> byCheck = new HashMap<>();
  private List<Watched> watched = List.of();

  /** Of servers that are not watched yet; those of an agent before, at first. */
  private Map<Place, Remembered> remembered = new HashMap<>();

  /** Begins with what an agent before knew. */
  void recall(Collection<Remembered> servers) {
    servers.forEach(server -> remembered.put(server.place(), server));
  }

  /** Has exactly these destinations watched from now on. */
  void watch(Collection<Watched> wanted, Moment now) {
    // a server that is down stays so where its check is another, until that has a result
    watched.forEach(
        one ->
            Remembered.of(one, course(one), isInitiallyDown(one), now)
                .ifPresent(known -> remembered.put(known.place(), known)));
    Map<ScheduledCheck, Map<Thresholds, Course>> kept = new HashMap<>();
    for (Watched one : wanted) {
      kept.computeIfAbsent(one.check(), _ -> new HashMap<>())
          .merge(one.thresholds(), begun(one, now), Standings::worse);
    }
    byCheck = kept;
    watched = List.copyOf(wanted);
    remembered = new HashMap<>();
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

  /** What the destinations of a plan count for that is about to be carried out. */
  Health foreseen(DirectorPlan plan, Set<ServiceKey> below, Moment now) {
    Map<Place, ServerHealth> known = new HashMap<>();
    remembered.forEach((place, server) -> known.put(place, server.health(now)));
    watched.forEach(one -> known.put(Place.of(one), health(one, course(one))));
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> all = new HashMap<>();
    for (PlannedService service : plan.services()) {
      PlannedHealth health = service.health();
      if (health == null) {
        continue;
      }
      Map<DestinationKey, HealthCheck> own = new HashMap<>();
      health
          .overrides()
          .forEach(one -> own.put(new DestinationKey(one.address(), one.port()), one.check()));
      for (PlannedDestination server : service.realServers()) {
        DestinationKey key = new DestinationKey(server.address(), server.port());
        HealthCheck check = own.getOrDefault(key, health.check());
        if (check != null) {
          ServerHealth first =
              check.initial() == InitialHealth.DOWN
                  ? new ServerHealth.Down(
                      health.onFailure() == OnFailure.REMOVE, HealthEvidence.NONE)
                  : new ServerHealth.Unknown();
          all.computeIfAbsent(service.key(), _ -> new HashMap<>())
              .put(key, known.getOrDefault(new Place(service.key(), key), first));
        }
      }
    }
    return new Health(all, below);
  }

  /** What the next agent has to know. */
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
    return watched.stream().map(one -> finding(one, of(one))).toList();
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
   * What everything that is watched counts for.
   *
   * @param below the services that were below their quorum when the agent before ended
   */
  Health health(Set<ServiceKey> below) {
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> all = new HashMap<>();
    for (Watched one : watched) {
      all.computeIfAbsent(one.service(), _ -> new HashMap<>())
          .put(one.destination(), health(one, course(one)));
    }
    return new Health(all, below);
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
