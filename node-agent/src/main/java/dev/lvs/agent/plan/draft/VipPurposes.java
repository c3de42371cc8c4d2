package dev.lvs.agent.plan.draft;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Purposes.Purpose;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.Vip;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Finds the virtual servers behind each VIP, once all virtual servers and rules of a plan are
 * known.
 */
final class VipPurposes {
  private static final int LAST_PORT = 0xffff;

  private final Map<IpAddress, Set<ServiceKey>> byAddress = new HashMap<>();
  private final Map<ResourceName, Set<MarkKey>> byMark = new HashMap<>();
  private final Map<ServiceKey, PlannedService> planned = new HashMap<>();
  private final Map<Vip, Collection<ResourceName>> vips = new HashMap<>();

  void add(ServiceKey key, PlannedService service) {
    planned.put(key, service);
    switch (key) {
      case AddressKey(var _, var address, var _) ->
          byAddress.computeIfAbsent(address, _ -> new HashSet<>()).add(key);
      case MarkKey mark -> byMark.computeIfAbsent(service.source(), _ -> new HashSet<>()).add(mark);
    }
  }

  /** A VIP of a director, with the resources that want it. */
  void add(Vip vip, Collection<ResourceName> sources) {
    vips.put(vip, sources);
  }

  Purposes with(PacketRules rules) {
    Map<Vip, Set<Purpose>> all = new HashMap<>();
    vips.forEach((vip, sources) -> all.put(vip, of(vip.address(), sources, rules)));
    return new Purposes(all);
  }

  private Set<Purpose> of(IpAddress vip, Collection<ResourceName> sources, PacketRules rules) {
    Set<Purpose> purposes = new HashSet<>();
    for (ServiceKey key : byAddress.getOrDefault(vip, Set.of())) {
      if (key instanceof AddressKey address) {
        purposes.add(new Purpose(key, isRewritten(key) ? rules(address, rules) : Set.of()));
      }
    }
    for (ResourceName source : sources) {
      for (MarkKey mark : byMark.getOrDefault(source, Set.of())) {
        if (mark.family() == vip.family()) {
          purposes.add(new Purpose(mark, rules(mark, vip, rules)));
        }
      }
    }
    return purposes;
  }

  private boolean isRewritten(ServiceKey key) {
    PlannedService service = planned.get(key);
    return service != null && service.methods().contains(ForwardingMode.FULLNAT);
  }

  /** Those that rewrite the sources of its packets. */
  private static Set<VipPorts> rules(AddressKey key, PacketRules rules) {
    int last = key.port() == 0 ? LAST_PORT : key.port();
    SortedMap<VipPorts, SourceAddresses> upTo =
        rules
            .sources()
            .subMap(
                new VipPorts(key.address(), key.protocol(), 0, 0),
                new VipPorts(key.address(), key.protocol(), last, LAST_PORT));
    if (upTo.isEmpty()) {
      return Set.of();
    }
    return key.port() == 0 ? Set.copyOf(upTo.keySet()) : Set.of(upTo.lastKey());
  }

  /** Those that mark its packets, and rewrite the sources of what they mark. */
  private Set<VipPorts> rules(MarkKey key, IpAddress vip, PacketRules rules) {
    Set<VipPorts> needed = new HashSet<>();
    of(vip, rules.marks())
        .forEach(
            (ports, mark) -> {
              if (mark == key.mark()) {
                needed.add(ports);
              }
            });
    if (isRewritten(key)) {
      Set<VipPorts> marked = Set.copyOf(needed);
      of(vip, rules.sources()).keySet().stream()
          .filter(ports -> marked.isEmpty() || marked.stream().anyMatch(ports::overlaps))
          .forEach(needed::add);
    }
    return needed;
  }

  private static <V> SortedMap<VipPorts, V> of(IpAddress vip, SortedMap<VipPorts, V> all) {
    return all.subMap(
        new VipPorts(vip, Protocol.of(0), 0, 0),
        new VipPorts(vip, Protocol.of(0xff), LAST_PORT, LAST_PORT));
  }
}
