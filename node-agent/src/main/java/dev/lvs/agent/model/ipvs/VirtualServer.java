package dev.lvs.agent.model.ipvs;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.table.DestinationTable;
import java.util.Map;

/**
 * One entry of the IPVS table with its destinations.
 *
 * @param destinations desired ones in the order in which they are to be added, which sh depends on;
 *     observed ones as the kernel dumps them, the newest first; equality ignores the order
 * @param resting of destinations of weight 0 the weight, 0 or more, by which mh hashes clients to
 *     them yet: the last one above 0 since they were added ({@code last_weight},
 *     net/netfilter/ipvs/ip_vs_ctl.c). A desired one that is not in here is to have 0; of an
 *     observed one it is not known, since the kernel does not dump it
 */
public record VirtualServer(
    ServiceKey key,
    ServiceSettings settings,
    Map<DestinationKey, DestinationSettings> destinations,
    Map<DestinationKey, Integer> resting) {
  public VirtualServer {
    destinations = DestinationTable.copyOf(destinations);
    resting = Map.copyOf(resting);
  }

  /** One of which nothing is said about destinations of weight 0. */
  public VirtualServer(
      ServiceKey key,
      ServiceSettings settings,
      Map<DestinationKey, DestinationSettings> destinations) {
    this(key, settings, destinations, Map.of());
  }

  /** The same with other destinations. */
  public VirtualServer with(Map<DestinationKey, DestinationSettings> others) {
    return new VirtualServer(key, settings, others, resting);
  }

  /** The same where destinations of weight 0 are hashed to by these weights. */
  public VirtualServer withResting(Map<DestinationKey, Integer> others) {
    return new VirtualServer(key, settings, destinations, others);
  }

  /** Returns whether its destinations are in the order of another's with the same ones. */
  @SuppressWarnings("ReferenceEquality") // most are the very same
  public boolean isInOrderOf(VirtualServer other) {
    return destinations == other.destinations
        || DestinationTable.copyOf(destinations)
            .isInOrderOf(DestinationTable.copyOf(other.destinations));
  }

  /** Returns whether clients are hashed to it by the order and the weights of its destinations. */
  public boolean isMaglev() {
    return settings.scheduler().equals(ServiceSettings.MAGLEV);
  }
}
