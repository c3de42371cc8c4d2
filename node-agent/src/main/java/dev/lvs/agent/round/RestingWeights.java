package dev.lvs.agent.round;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.ipvs.DestinationId;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers by which weight mh hashes clients to destinations of weight 0, which the kernel does
 * not dump ({@link VirtualServer#resting}).
 *
 * <p>What is not remembered, as after a start, counts as wanted: a start with nothing to change
 * writes nothing. So where that weight became another one while no agent ran and the destination
 * had weight 0 before and after, it stays until the destination has another weight again.
 */
final class RestingWeights {
  private Map<DestinationId, Integer> known = Map.of();

  /** The observed state with what is known of the destinations that are wanted at weight 0. */
  KernelState in(KernelState observed, KernelState desired) {
    Map<DestinationId, Integer> now = new HashMap<>();
    Map<ServiceKey, VirtualServer> rested = new HashMap<>();
    for (VirtualServer wanted : desired.services().values()) {
      VirtualServer present = observed.services().get(wanted.key());
      if (wanted.isMaglev() && present != null) {
        Map<DestinationKey, Integer> resting = resting(wanted, present, now);
        if (!resting.isEmpty()) {
          rested.put(wanted.key(), present.withResting(resting));
        }
      }
    }
    known = now;
    if (rested.isEmpty()) {
      return observed;
    }
    Map<ServiceKey, VirtualServer> all = new LinkedHashMap<>(observed.services());
    all.putAll(rested);
    return observed.withServices(all);
  }

  /** Returns those of one, and notes the weights of all that are wanted at 0. */
  private Map<DestinationKey, Integer> resting(
      VirtualServer wanted, VirtualServer present, Map<DestinationId, Integer> now) {
    Map<DestinationKey, Integer> resting = new HashMap<>();
    wanted
        .destinations()
        .forEach(
            (key, value) -> {
              DestinationSettings stands = present.destinations().get(key);
              if (value.weight() > 0 || stands == null) {
                return;
              }
              DestinationId id = new DestinationId(wanted.key(), key);
              if (stands.weight() > 0) {
                now.put(id, stands.weight());
              } else {
                int asWanted = wanted.resting().getOrDefault(key, 0);
                int weight = known.getOrDefault(id, asWanted);
                now.put(id, weight);
                resting.put(key, weight);
              }
            });
    return resting;
  }

  /** Takes note of changes that were made. */
  void learn(Collection<Outcome> outcomes) {
    Map<DestinationId, Integer> last = new HashMap<>();
    Map<DestinationId, Integer> now = new HashMap<>(known);
    for (Outcome outcome : outcomes) {
      if (!(outcome instanceof Outcome.Applied(var change))) {
        continue;
      }
      switch (change) {
        case AddDestination(var service, var key, var settings) -> {
          DestinationId id = new DestinationId(service, key);
          last.put(id, settings.weight());
          if (settings.weight() == 0) {
            now.put(id, 0);
          }
        }
        case EditDestination(var service, var key, var settings) -> {
          DestinationId id = new DestinationId(service, key);
          if (settings.weight() > 0) {
            last.put(id, settings.weight());
          } else if (last.containsKey(id)) {
            now.put(id, last.get(id));
          }
        }
        default -> {}
      }
    }
    known = now;
  }
}
