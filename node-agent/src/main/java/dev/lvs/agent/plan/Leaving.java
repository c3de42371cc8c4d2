package dev.lvs.agent.plan;

import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Drains.Drain;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.LeavingDestination;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedDrain;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reduces the destinations that leave, as a plan lists them, to those that still need what their
 * forwarding method needs on a director.
 */
final class Leaving {
  private final Drains drains;
  private final Counters counters;
  private final Instant now;
  private Optional<Instant> next = Optional.empty();

  Leaving(Situation situation) {
    this.drains = situation.drains();
    this.counters = situation.counters();
    this.now = situation.now();
  }

  /** When the first of them ends whose end is not that of a destination. */
  Optional<Instant> nextDeadline() {
    return next;
  }

  /** The same plan where nothing leaves. */
  DirectorPlan in(DirectorPlan plan) {
    if (plan.services().stream().allMatch(service -> service.leaving().isEmpty())) {
      return plan;
    }
    return plan.with(plan.services().stream().map(this::in).toList());
  }

  private PlannedService in(PlannedService service) {
    PlannedDrain drain = service.drain();
    if (drain == null || drain.leaving().isEmpty()) {
      return service;
    }
    Set<DestinationKey> planned = new HashSet<>();
    service.destinations().forEach(one -> planned.add(Servers.key(one)));
    List<LeavingDestination> left =
        drain.leaving().stream()
            .filter(one -> isNeeded(service, one.destination(), planned))
            .toList();
    return service.with(drain.with(left));
  }

  /** Returns whether new connections are to have the addresses of their clients. */
  private static boolean rewritesNobody(PlannedService service) {
    return !service.destinations().isEmpty()
        && service.destinations().stream().noneMatch(one -> one.method() == ForwardingMode.FULLNAT);
  }

  private boolean isNeeded(
      PlannedService service, PlannedDestination leaving, Set<DestinationKey> planned) {
    if (leaving.method() == ForwardingMode.FULLNAT && rewritesNobody(service)) {
      // the rule that rewrites the sources of those that are left would rewrite new ones too
      return false;
    }
    DestinationKey key = Servers.key(leaving);
    Drain drain = drains.of(service.key()).get(key);
    if (drain == null || !drain.settings().method().equals(Servers.settings(leaving).method())) {
      return false;
    }
    if (!planned.contains(key)) {
      return !drain.isOver(service.key(), key, counters, now);
    }
    // its connections cannot be told from those by the new method
    boolean needed = !drain.isOverdue(now);
    if (needed) {
      drain.until().ifPresent(end -> next = next.filter(end::isAfter).or(() -> Optional.of(end)));
    }
    return needed;
  }
}
