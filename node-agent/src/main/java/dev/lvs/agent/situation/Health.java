package dev.lvs.agent.situation;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The newest state of the real servers of each virtual service, as far as they are checked.
 *
 * @param byService a destination that is not in here is unknown
 * @param below services that were below their quorum when the agent ended before
 */
public record Health(
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> byService, Set<ServiceKey> below) {
  /** No server is checked. */
  public static final Health NONE = new Health(Map.of());

  private static final ServerHealth UNKNOWN = new ServerHealth.Unknown();

  public Health {
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> all = new HashMap<>();
    byService.forEach((service, servers) -> all.put(service, Map.copyOf(servers)));
    byService = Map.copyOf(all);
    below = Set.copyOf(below);
  }

  /** Of an agent that remembers nothing from before. */
  public Health(Map<ServiceKey, Map<DestinationKey, ServerHealth>> byService) {
    this(byService, Set.of());
  }

  /** Returns whether any server of a virtual service is checked. */
  public boolean isAbout(ServiceKey service) {
    return byService.containsKey(service);
  }

  /** The state of one destination. */
  public ServerHealth of(ServiceKey service, DestinationKey destination) {
    return byService.getOrDefault(service, Map.of()).getOrDefault(destination, UNKNOWN);
  }
}
