package dev.lvs.agent.plan.health;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Drains.Drain;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Past;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Computes which of the planned destinations of a service remain, and their weights. */
public final class Weights {
  private static final int SORRY = 1;

  private final DirectorPlan plan;
  private final Health health;
  private final Drains drains;
  private final Counters counters;
  private final Instant now;
  private final Quorums quorums;
  private final MassFailures massFailures;
  private final StaleFlows staleFlows;
  private final List<Rising> rises = new ArrayList<>();
  private Optional<Instant> next = Optional.empty();

  /** A server whose weight rises to the whole one. */
  private record Rising(PlannedService service, DestinationKey server, int whole) {
    /** In words that stay the same from step to step: each change is a report. */
    void tell(DesiredDraft draft) {
      draft.unreached(
          server.address(),
          List.of(service.source()),
          "balance " + service.key() + " over " + server + " as planned",
          Reason.SLOW_START,
          server + " came up, and its weight rises in steps to " + whole + " (slowStart).");
    }
  }

  public Weights(DirectorPlan plan, Situation situation) {
    this.plan = plan;
    this.health = situation.inputs().health();
    this.drains = situation.drains();
    this.counters = situation.counters();
    this.now = situation.now();
    this.quorums = new Quorums(situation.past().below());
    this.massFailures = new MassFailures(plan.services(), situation);
    this.staleFlows = new StaleFlows(plan);
    massFailures.next().ifPresent(this::until);
  }

  /** The same object where the situation changes nothing. */
  public Map<DestinationKey, DestinationSettings> of(
      PlannedService service, Map<DestinationKey, DestinationSettings> planned) {
    ServiceKey key = service.key();
    SortedMap<DestinationKey, Drain> drained = drains.of(key);
    if (!health.isAbout(key) && drained.isEmpty() && service.health() == null) {
      return planned;
    }
    Optional<DestinationKey> sorry = sorryServer(service);
    Map<DestinationKey, DestinationSettings> all = LinkedHashMap.newLinkedHashMap(planned.size());
    long sum = 0;
    for (Map.Entry<DestinationKey, DestinationSettings> one : planned.entrySet()) {
      DestinationKey destination = one.getKey();
      if (sorry.filter(destination::equals).isPresent()) {
        continue;
      }
      Drain drain = drained.get(destination);
      if (drain == null || drain.isOfFormerMethod(one.getValue())) {
        sum += add(service, destination, one.getValue(), all);
      } else if (!isOver(key, destination, drain)) {
        all.put(destination, one.getValue().withWeight(0));
        staleFlows.drained(service, one.getValue().method());
      }
    }
    // those that the plan has no more come behind, which no scheduler minds at weight 0
    drained.forEach(
        (destination, drain) -> {
          if (!planned.containsKey(destination) && !isOver(key, destination, drain)) {
            all.put(destination, drain.quiesced());
            staleFlows.drained(service, drain.settings().method());
          }
        });
    standIn(service, sum, sorry.map(planned::get), all);
    return all.equals(planned) ? planned : all;
  }

  /** Adds a destination, and says how much it counts towards the quorum. */
  private int add(
      PlannedService service,
      DestinationKey destination,
      DestinationSettings planned,
      Map<DestinationKey, DestinationSettings> all) {
    return switch (health.of(service.key(), destination)) {
      case ServerHealth.Down down when !keeps(service, down) -> {
        if (!removes(service, down)) {
          all.put(destination, planned.withWeight(0));
          if (planned.weight() > 0) {
            staleFlows.quiesced(service);
          }
        }
        yield 0;
      }
      case ServerHealth.Up up when planned.weight() > 0 -> {
        int whole = up.weight().orElse(planned.weight());
        all.put(destination, planned.withWeight(risen(service, destination, whole, up)));
        yield whole;
      }
      case ServerHealth.Down _, ServerHealth.Up _, ServerHealth.Unknown _ -> {
        all.put(destination, planned);
        yield planned.weight();
      }
    };
  }

  private int risen(
      PlannedService service, DestinationKey destination, int whole, ServerHealth.Up up) {
    if (up.cameUp().isEmpty() || service.health() == null || service.health().slowStart() == null) {
      return whole;
    }
    SlowRise rise = SlowRise.of(service.health().slowStart(), whole, up.cameUp().get(), now);
    if (rise.isRising()) {
      rise.next().ifPresent(this::until);
      rises.add(new Rising(service, destination, whole));
    }
    return rise.weight();
  }

  private static Optional<DestinationKey> sorryServer(PlannedService service) {
    return Optional.ofNullable(service.health())
        .map(PlannedHealth::sorryServer)
        .map(sorry -> new DestinationKey(sorry.address(), sorry.port()));
  }

  /** Below the quorum the sorry server gets all new connections. */
  private void standIn(
      PlannedService service,
      long sum,
      Optional<DestinationSettings> sorry,
      Map<DestinationKey, DestinationSettings> all) {
    if (service.health() == null
        || service.health().quorum() == null
        || !quorums.isLost(service, service.health().quorum(), sum)
        || sorry.isEmpty()
        || !Quorums.isServedBySorryServer(service, service.health().quorum())) {
      return;
    }
    if (staleFlows.outliveWeight(service)) {
      all.clear();
    } else {
      all.replaceAll((_, settings) -> settings.withWeight(0));
      staleFlows.quiesced(service);
    }
    sorryServer(service).ifPresent(key -> all.put(key, sorry.get().withWeight(SORRY)));
  }

  /** Returns whether a server that is down keeps its weight, for it may be this node that fails. */
  boolean keeps(PlannedService service, ServerHealth.Down down) {
    return massFailures.keeps(service, down);
  }

  /** Returns whether a server that is down is out of the table. */
  boolean removes(PlannedService service, ServerHealth.Down down) {
    return down.removed() || staleFlows.outliveWeight(service);
  }

  /** Returns whether a VIP is not to be held, because its services lost their quorum. */
  public boolean withdraws(PlannedVip vip) {
    return quorums.withdraws(vip, plan.marks());
  }

  /** Says what follows from the health of servers, beside their weights. */
  public void tell(DesiredDraft draft) {
    staleFlows.plan(draft);
    quorums.tell(draft);
    massFailures.tell(draft);
    rises.forEach(one -> one.tell(draft));
    draft.past(new Past(quorums.lost(), massFailures.found()));
    draft.goodUntil(next);
  }

  private void until(Instant time) {
    next = next.filter(before -> !before.isAfter(time)).or(() -> Optional.of(time));
  }

  private boolean isOver(ServiceKey service, DestinationKey destination, Drain drain) {
    if (drain.isOver(service, destination, counters, now)) {
      return true;
    }
    drain.next(service, destination, counters).ifPresent(this::until);
    return false;
  }
}
