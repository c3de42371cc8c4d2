package dev.lvs.agent.health;

import dev.lvs.agent.health.Standing.State;
import dev.lvs.agent.health.Standing.Thresholds;
import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
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
  private Map<ScheduledCheck, Map<Thresholds, Standing>> byCheck = new HashMap<>();
  private List<Watched> watched = List.of();

  /** Has exactly these destinations watched from now on. */
  void watch(Collection<Watched> wanted) {
    Map<ScheduledCheck, Map<Thresholds, Standing>> kept = new HashMap<>();
    for (Watched one : wanted) {
      Standing standing =
          byCheck
              .getOrDefault(one.check(), Map.of())
              .getOrDefault(one.thresholds(), Standing.UNHEARD);
      kept.computeIfAbsent(one.check(), _ -> new HashMap<>()).put(one.thresholds(), standing);
    }
    byCheck = kept;
    watched = List.copyOf(wanted);
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
  boolean take(ScheduledCheck check, ProbeResult result, Instant now) {
    boolean changed = false;
    Map<Thresholds, Standing> counted = byCheck.getOrDefault(check, Map.of());
    for (Map.Entry<Thresholds, Standing> one : counted.entrySet()) {
      Standing before = one.getValue();
      Standing after = before.after(result, now, one.getKey());
      one.setValue(after);
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
    return byCheck
        .getOrDefault(one.check(), Map.of())
        .getOrDefault(one.thresholds(), Standing.UNHEARD);
  }

  List<Watched> watched() {
    return watched;
  }

  /** What everything that is watched counts for. */
  Health health() {
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> all = new HashMap<>();
    for (Watched one : watched) {
      all.computeIfAbsent(one.service(), _ -> new HashMap<>())
          .put(one.destination(), health(one, of(one)));
    }
    return new Health(all);
  }

  private static ServerHealth health(Watched one, Standing standing) {
    boolean up =
        switch (standing.state()) {
          case UNKNOWN -> one.initial() == InitialHealth.UP;
          case UP -> true;
          case DOWN -> false;
        };
    if (!up) {
      return new ServerHealth.Down(
          one.removed(),
          standing.state() == State.DOWN ? standing.evidence() : HealthEvidence.NONE);
    }
    return standing.state() == State.UNKNOWN
        ? new ServerHealth.Unknown(standing.doubt(one.thresholds()))
        : new ServerHealth.Up(
            advised(standing.advice(), one.weight()),
            standing.doubt(one.thresholds()),
            standing.expiring());
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
    OptionalInt percent = advice.get().percent();
    if (percent.isEmpty()) {
      return OptionalInt.empty();
    }
    long part = Math.ceilDiv((long) weight * percent.getAsInt(), 100);
    return OptionalInt.of((int) Math.min(part, Integer.MAX_VALUE));
  }
}
