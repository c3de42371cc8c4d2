package dev.lvs.agent.model;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A wanted state together with all that is ours and stands: nothing is taken away for it. */
public final class Keeping {
  private Keeping() {}

  /** The two together; what both have is as it is wanted. */
  public static KernelState with(KernelState wanted, KernelState observed, Ownership ours) {
    TreeSet<Unwrapper> tunnels = new TreeSet<>(wanted.tunnels());
    observed.tunnels().stream().filter(ours.tunnels()::contains).forEach(tunnels::add);
    TreeSet<Vip> vips = new TreeSet<>(wanted.vips());
    observed.vips().stream().filter(ours.vips()::contains).forEach(vips::add);
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
        tunnels,
        vips,
        sysctls,
        timeouts,
        daemons,
        wanted.routes(),
        table ? observed.rules() : wanted.rules());
  }

  private static <K, V> void keep(Map<K, V> kept, Set<K> ours, K key, V value) {
    if (ours.contains(key)) {
      kept.putIfAbsent(key, value);
    }
  }

  private static Map<ServiceKey, VirtualServer> services(
      KernelState wanted, KernelState observed, Ownership ours) {
    Map<ServiceKey, VirtualServer> services = new LinkedHashMap<>(wanted.services());
    ours.services()
        .forEach(
            (key, destinations) -> {
              VirtualServer stands = observed.services().get(key);
              if (stands != null) {
                services.merge(key, only(stands, destinations), Keeping::together);
              }
            });
    return services;
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
    return new VirtualServer(wanted.key(), wanted.settings(), destinations);
  }
}
