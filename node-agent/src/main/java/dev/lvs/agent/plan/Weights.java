package dev.lvs.agent.plan;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Drains.Drain;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.situation.Situation;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Computes which of the planned destinations of a service remain, and their weights. */
final class Weights {
  private final Health health;
  private final Drains drains;
  private final Counters counters;
  private final Instant now;
  private Optional<Instant> next = Optional.empty();

  Weights(Situation situation) {
    this.health = situation.inputs().health();
    this.drains = situation.drains();
    this.counters = situation.counters();
    this.now = situation.now();
  }

  /** The same object where the situation changes nothing. */
  Map<DestinationKey, DestinationSettings> of(
      ServiceKey service, Map<DestinationKey, DestinationSettings> planned) {
    SortedMap<DestinationKey, Drain> drained = drains.of(service);
    if (!health.isAbout(service) && drained.isEmpty()) {
      return planned;
    }
    Map<DestinationKey, DestinationSettings> all = LinkedHashMap.newLinkedHashMap(planned.size());
    planned.forEach(
        (destination, settings) -> {
          Drain drain = drained.get(destination);
          if (drain == null || drain.isOfFormerMethod(settings)) {
            ServerHealth state = health.of(service, destination);
            if (!(state instanceof ServerHealth.Down(var removed, var _) && removed)) {
              all.put(destination, weighed(settings, state));
            }
          } else if (!isOver(service, destination, drain)) {
            all.put(destination, withWeight(0, settings));
          }
        });
    // those that the plan has no more come behind, which no scheduler minds at weight 0
    drained.forEach(
        (destination, drain) -> {
          if (!planned.containsKey(destination) && !isOver(service, destination, drain)) {
            all.put(destination, drain.quiesced());
          }
        });
    return all.equals(planned) ? planned : all;
  }

  /** When the first of the drains that go on has to end. */
  Optional<Instant> nextDeadline() {
    return next;
  }

  private boolean isOver(ServiceKey service, DestinationKey destination, Drain drain) {
    if (drain.isOver(service, destination, counters, now)) {
      return true;
    }
    drain
        .next(service, destination, counters)
        .ifPresent(end -> next = next.filter(end::isAfter).or(() -> Optional.of(end)));
    return false;
  }

  private static DestinationSettings weighed(DestinationSettings planned, ServerHealth health) {
    return switch (health) {
      case ServerHealth.Unknown _ -> planned;
      case ServerHealth.Up(var weight, var _, var _) ->
          planned.weight() == 0 ? planned : withWeight(weight.orElse(planned.weight()), planned);
      case ServerHealth.Down _ -> withWeight(0, planned);
    };
  }

  private static DestinationSettings withWeight(int weight, DestinationSettings planned) {
    return planned.weight() == weight
        ? planned
        : new DestinationSettings(
            planned.method(), weight, planned.upperThreshold(), planned.lowerThreshold());
  }
}
