package dev.lvs.agent.situation;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
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
   * @param settings its settings before; the weight is ignored
   * @param until when it is removed regardless of connections, by the clock of the situation
   */
  public record Drain(DestinationSettings settings, Instant until) {
    /** Its settings with weight 0. */
    public DestinationSettings quiesced() {
      return new DestinationSettings(
          settings.method(), 0, settings.upperThreshold(), settings.lowerThreshold());
    }
  }

  public Drains {
    Map<ServiceKey, SortedMap<DestinationKey, Drain>> all = new HashMap<>();
    byService.forEach(
        (service, drains) ->
            all.put(service, Collections.unmodifiableSortedMap(new TreeMap<>(drains))));
    byService = Map.copyOf(all);
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
