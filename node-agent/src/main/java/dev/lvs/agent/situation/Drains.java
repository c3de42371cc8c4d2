package dev.lvs.agent.situation;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The destinations that are drained: each stays with weight 0 while clients are connected to it,
 * until its deadline at the latest, and is then removed from its virtual service. It may still be
 * in the plan, where a server is under maintenance, or no longer, where it was removed.
 */
public record Drains(Map<ServiceKey, SortedMap<DestinationKey, Drain>> byService) {
  /** Nothing is drained. */
  public static final Drains NONE = new Drains(Map.of());

  /**
   * One destination that is drained.
   *
   * @param settings its settings before; the weight is ignored. Where the plan has another method
   *     now, only the connections by the method before are drained
   * @param since when that began, by the clock of the situation
   * @param until when it is removed regardless of connections; empty where it waits for them
   */
  public record Drain(DestinationSettings settings, Instant since, Optional<Instant> until) {
    /**
     * So soon nobody is taken for gone whose connection may only be about to be established: the
     * kernel counts that as one which ends.
     */
    public static final Duration SETTLING = Duration.ofSeconds(3);

    /** Returns whether it is about the connections of a destination by another method than now. */
    public boolean isOfFormerMethod(DestinationSettings planned) {
      return !planned.method().equals(settings.method());
    }

    /** Returns whether its time is over. */
    public boolean isOverdue(Instant now) {
      return until.filter(end -> !end.isAfter(now)).isPresent();
    }

    /** Returns whether nobody needs it any more, or may. */
    public boolean isOver(
        ServiceKey service, DestinationKey destination, Counters counters, Instant now) {
      return isOverdue(now)
          || counters.isIdle(service, destination)
          || (counters.isQuiet(service, destination) && !since.plus(SETTLING).isAfter(now));
    }

    /** When time alone may end it; empty for never. */
    public Optional<Instant> next(
        ServiceKey service, DestinationKey destination, Counters counters) {
      Instant settled = since.plus(SETTLING);
      return counters.isQuiet(service, destination) && until.filter(settled::isAfter).isEmpty()
          ? Optional.of(settled)
          : until;
    }

    /** Its settings with weight 0. */
    public DestinationSettings quiesced() {
      return settings.withWeight(0);
    }
  }

  public Drains {
    Map<ServiceKey, SortedMap<DestinationKey, Drain>> all = new HashMap<>();
    byService.forEach(
        (service, drains) ->
            all.put(service, Collections.unmodifiableSortedMap(new TreeMap<>(drains))));
    byService = Map.copyOf(all);
  }

  /** Returns whether nothing is drained. */
  public boolean isEmpty() {
    return byService.isEmpty();
  }

  /** The destinations whose counters tell whether they are drained by now. */
  public Map<ServiceKey, Set<DestinationKey>> destinations() {
    return byService.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, drains -> drains.getValue().keySet()));
  }

  /** Those of one virtual service, in the order of their addresses. */
  public SortedMap<DestinationKey, Drain> of(ServiceKey service) {
    return byService.getOrDefault(service, Collections.emptySortedMap());
  }
}
