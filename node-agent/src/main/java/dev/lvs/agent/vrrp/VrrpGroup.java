package dev.lvs.agent.vrrp;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.PlannedVrrp;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * VIPs of a plan that move together by VRRP: those of one DirectorGroup.
 *
 * @param device their interface
 * @param routers the virtual router of each address family that has VIPs
 */
record VrrpGroup(String name, String device, Map<AddressFamily, Router> routers) {
  VrrpGroup {
    routers = Collections.unmodifiableMap(new EnumMap<>(routers));
  }

  /**
   * Virtual router of one address family.
   *
   * @param vips in their order
   */
  record Router(PlannedVrrp planned, SortedSet<IpAddress> vips) {
    Router {
      vips = Collections.unmodifiableSortedSet(new TreeSet<>(vips));
    }
  }

  /** Those of a plan, by name. */
  static Map<String, VrrpGroup> of(NodePlanSpec plan) {
    Map<String, String> devices = new TreeMap<>();
    Map<String, Map<AddressFamily, PlannedVrrp>> planned = new TreeMap<>();
    Map<String, Map<AddressFamily, SortedSet<IpAddress>>> vips = new TreeMap<>();
    for (PlannedVip vip : plan.director().vips()) {
      PlannedVrrp vrrp = vip.vrrp();
      String device = vip.interfaceName();
      if (vrrp == null || device == null) {
        continue;
      }
      AddressFamily family = vip.address().family();
      // of one group it is the same for each VIP; of two opinions the first counts
      devices.putIfAbsent(vrrp.group(), device);
      planned
          .computeIfAbsent(vrrp.group(), _ -> new EnumMap<>(AddressFamily.class))
          .putIfAbsent(family, vrrp);
      vips.computeIfAbsent(vrrp.group(), _ -> new EnumMap<>(AddressFamily.class))
          .computeIfAbsent(family, _ -> new TreeSet<>())
          .add(vip.address());
    }
    Map<String, VrrpGroup> groups = new TreeMap<>();
    devices.forEach(
        (name, device) -> {
          Map<AddressFamily, Router> routers = new EnumMap<>(AddressFamily.class);
          planned
              .getOrDefault(name, Map.of())
              .forEach(
                  (family, vrrp) ->
                      routers.put(
                          family,
                          new Router(
                              vrrp,
                              vips.getOrDefault(name, Map.of())
                                  .getOrDefault(family, new TreeSet<>()))));
          groups.put(name, new VrrpGroup(name, device, routers));
        });
    return groups;
  }

  /** All VIPs of both families. */
  List<IpAddress> vips() {
    return routers.values().stream().flatMap(router -> router.vips().stream()).toList();
  }

  /** Any of the plans of its routers: what they say of the group is the same. */
  PlannedVrrp planned() {
    return routers.values().iterator().next().planned();
  }

  /**
   * The same with the routers by which this node can speak: keepalived takes no configuration at
   * all with an interface that is not there, and sends from no address that is not on it.
   */
  VrrpGroup speaking(NodeFacts facts) {
    Map<AddressFamily, Router> speaking = new EnumMap<>(AddressFamily.class);
    routers.forEach(
        (family, router) -> {
          if (isOn(facts, device, router.planned().source())) {
            speaking.put(family, router);
          }
        });
    return new VrrpGroup(name, device, speaking);
  }

  /** Returns whether an address is on an interface. */
  static boolean isOn(NodeFacts facts, String device, IpAddress address) {
    return facts.interfaces().stream()
        .filter(one -> one.name().equals(device))
        .flatMap(one -> one.addresses().stream())
        .anyMatch(held -> held.address().equals(address));
  }
}
