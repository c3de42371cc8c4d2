package dev.lvs.agent.situation;

import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

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
   * Returns whether planning does the same with both; other numbers of connections are no
   * difference.
   */
  boolean isLike(Counters other) {
    return those(Counters::isIdle).equals(other.those(Counters::isIdle))
        && those(Counters::isQuiet).equals(other.those(Counters::isQuiet));
  }

  private Map<ServiceKey, Set<DestinationKey>> those(
      BiPredicate<ServiceKey, DestinationCounters> which) {
    Map<ServiceKey, Set<DestinationKey>> those = new HashMap<>();
    byService.forEach(
        (service, counters) ->
            counters.forEach(
                (destination, count) -> {
                  if (which.test(service, count)) {
                    those.computeIfAbsent(service, _ -> new HashSet<>()).add(destination);
                  }
                }));
    return those;
  }

  /** Returns whether a destination was observed, and no client had to do with it. */
  public boolean isIdle(ServiceKey service, DestinationKey destination) {
    return of(service, destination).filter(count -> isIdle(service, count)).isPresent();
  }

  /**
   * Returns whether a destination was observed, and no connection was established. One may have
   * been about to be: that is inactive too, as are those that end.
   */
  public boolean isQuiet(ServiceKey service, DestinationKey destination) {
    return of(service, destination).filter(count -> isQuiet(service, count)).isPresent();
  }

  /** The connections of a destination; empty where it was not observed. */
  public Optional<DestinationCounters> of(ServiceKey service, DestinationKey destination) {
    return Optional.ofNullable(byService.getOrDefault(service, Map.of()).get(destination));
  }

  private static boolean isIdle(ServiceKey service, DestinationCounters count) {
    return isQuiet(service, count) && count.inactive() == 0;
  }

  /** UDP has inactive connections only ({@code ip_vs_bind_dest}), and a mark may be of UDP. */
  private static boolean isQuiet(ServiceKey service, DestinationCounters count) {
    boolean establishes = service instanceof AddressKey key && !key.protocol().equals(Protocol.UDP);
    return count.active() == 0 && count.persistent() == 0 && (establishes || count.inactive() == 0);
  }
}
