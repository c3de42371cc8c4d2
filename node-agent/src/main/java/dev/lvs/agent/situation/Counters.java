package dev.lvs.agent.situation;

import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections of destinations, observed for those that were requested.
 *
 * @param byService a destination that is not in here was not observed
 */
public record Counters(Map<ServiceKey, Map<DestinationKey, DestinationCounters>> byService) {
  /** None was observed. */
  public static final Counters NONE = new Counters(Map.of());

  public Counters {
    Map<ServiceKey, Map<DestinationKey, DestinationCounters>> all = new HashMap<>();
    byService.forEach((service, counters) -> all.put(service, Map.copyOf(counters)));
    byService = Map.copyOf(all);
  }

  /**
   * Those of each virtual service to which no client is connected, nor bound by persistence. Other
   * numbers are no other situation: planning asks for nothing else.
   */
  Map<ServiceKey, Set<DestinationKey>> idle() {
    Map<ServiceKey, Set<DestinationKey>> idle = new HashMap<>();
    byService.forEach(
        (service, counters) ->
            counters.forEach(
                (destination, count) -> {
                  if (isIdle(count)) {
                    idle.computeIfAbsent(service, _ -> new HashSet<>()).add(destination);
                  }
                }));
    return idle;
  }

  /** Whether a destination was observed, and no client had to do with it. */
  public boolean isIdle(ServiceKey service, DestinationKey destination) {
    DestinationCounters count = byService.getOrDefault(service, Map.of()).get(destination);
    return count != null && isIdle(count);
  }

  /** UDP has inactive connections only ({@code ip_vs_bind_dest}), so these count too. */
  private static boolean isIdle(DestinationCounters count) {
    return count.active() == 0 && count.inactive() == 0 && count.persistent() == 0;
  }
}
