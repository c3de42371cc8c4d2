package dev.lvs.agent.round;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Ports;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Merges a desired state with the owned objects in the kernel, so that none is removed only because
 * the plan does not mention it.
 *
 * <p>Objects that are removed for another reason are not kept. A VIP that the plan does mention is
 * where the node may hold it, and nowhere where it may not; and an address that the node needs
 * otherwise, e.g. a gateway's, is neither held nor served on, whichever plan asked for it.
 */
final class Keeping {
  private final Set<IpAddress> told;
  private final Predicate<IpAddress> isFit;

  /**
   * @param isFit whether an address may be a VIP on this node at all
   */
  Keeping(NodePlanSpec plan, Predicate<IpAddress> isFit) {
    this.told =
        plan.director().vips().stream().map(PlannedVip::address).collect(Collectors.toSet());
    this.isFit = isFit;
  }

  /** The two together; what both have is as it is wanted. */
  KernelState with(KernelState wanted, KernelState observed, Ownership ours) {
    TreeSet<OwnDevice> devices = new TreeSet<>(wanted.devices());
    observed.devices().stream().filter(ours.devices()::contains).forEach(devices::add);
    TreeSet<Vip> vips = new TreeSet<>(wanted.vips());
    observed.vips().stream()
        .filter(ours.vips()::contains)
        .filter(vip -> !told.contains(vip.address()) && isFit.test(vip.address()))
        .forEach(vips::add);
    TreeMap<String, String> sysctls = new TreeMap<>(wanted.sysctls());
    observed
        .sysctls()
        .forEach((path, value) -> keep(sysctls, ours.sysctls().keySet(), path, value));
    TreeMap<Timeout, Integer> timeouts = new TreeMap<>(wanted.timeouts());
    observed
        .timeouts()
        .forEach((one, value) -> keep(timeouts, ours.timeouts().keySet(), one, value));
    TreeMap<SyncDaemon.State, SyncDaemon> daemons = new TreeMap<>(wanted.daemons());
    observed
        .daemons()
        .forEach(
            (state, daemon) -> {
              if (ours.daemons().contains(daemon)) {
                daemons.putIfAbsent(state, daemon);
              }
            });
    boolean table = ours.table() && !observed.rules().isEmpty();
    return new KernelState(
        services(wanted, observed, ours),
        devices,
        vips,
        sysctls,
        timeouts,
        daemons,
        wanted.routes(),
        table ? rules(wanted, observed.rules()) : wanted.rules());
  }

  /**
   * Returns what is wanted, and of the rest what is about ports that nobody wants otherwise: what
   * was done to packets of a service with another method now would break it.
   */
  private static PacketRules rules(KernelState wanted, PacketRules observed) {
    NavigableSet<VipPorts> spoken = new TreeSet<>(wanted.rules().marks().keySet());
    for (ServiceKey key : wanted.services().keySet()) {
      if (key instanceof AddressKey one) {
        spoken.add(
            one.port() == 0
                ? new VipPorts(one.address(), one.protocol(), 0, Ports.LAST)
                : VipPorts.one(one.address(), one.protocol(), one.port()));
      }
    }
    return wanted.rules().and(observed.without(ports -> overlaps(spoken, ports)));
  }

  private static boolean overlaps(NavigableSet<VipPorts> spoken, VipPorts ports) {
    VipPorts before = spoken.floor(ports);
    VipPorts behind = spoken.ceiling(ports);
    return (before != null && before.overlaps(ports))
        || (behind != null && behind.overlaps(ports))
        // beside which single ports may stand
        || spoken.contains(new VipPorts(ports.vip(), ports.protocol(), 0, Ports.LAST));
  }

  private static <K, V> void keep(Map<K, V> kept, Set<K> ours, K key, V value) {
    if (ours.contains(key)) {
      kept.putIfAbsent(key, value);
    }
  }

  private Map<ServiceKey, VirtualServer> services(
      KernelState wanted, KernelState observed, Ownership ours) {
    Map<ServiceKey, VirtualServer> services = new LinkedHashMap<>(wanted.services());
    ours.services()
        .forEach(
            (key, destinations) -> {
              VirtualServer stands = observed.services().get(key);
              if (stands != null && isFit(key)) {
                services.merge(key, only(stands, destinations), Keeping::together);
              }
            });
    return services;
  }

  private boolean isFit(ServiceKey key) {
    return switch (key) {
      case AddressKey one -> isFit.test(one.address());
      case MarkKey _ -> true;
    };
  }

  private static VirtualServer only(VirtualServer server, Set<DestinationKey> some) {
    Map<DestinationKey, DestinationSettings> destinations =
        new LinkedHashMap<>(server.destinations());
    destinations.keySet().retainAll(some);
    return new VirtualServer(server.key(), server.settings(), destinations);
  }

  private static VirtualServer together(VirtualServer wanted, VirtualServer stands) {
    Map<DestinationKey, DestinationSettings> destinations =
        new LinkedHashMap<>(wanted.destinations());
    stands.destinations().forEach(destinations::putIfAbsent);
    return wanted.with(destinations);
  }
}
