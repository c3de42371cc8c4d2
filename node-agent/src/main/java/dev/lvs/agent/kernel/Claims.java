package dev.lvs.agent.kernel;

import dev.lvs.agent.kernel.Claim.Address;
import dev.lvs.agent.kernel.Claim.Daemon;
import dev.lvs.agent.kernel.Claim.Destination;
import dev.lvs.agent.kernel.Claim.OfTimeout;
import dev.lvs.agent.kernel.Claim.Service;
import dev.lvs.agent.kernel.Claim.Sysctl;
import dev.lvs.agent.kernel.Claim.Table;
import dev.lvs.agent.kernel.Claim.Tunnel;
import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Unwrapper;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.VirtualServer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims in force. */
final class Claims {
  private final Map<ServiceKey, Set<DestinationKey>> services = new LinkedHashMap<>();
  private final Set<Unwrapper> tunnels = new LinkedHashSet<>();
  private final Set<Vip> vips = new LinkedHashSet<>();
  private final Map<String, String> sysctls = new LinkedHashMap<>();
  private final Map<Timeout, Integer> timeouts = new EnumMap<>(Timeout.class);
  private final Set<SyncDaemon> daemons = new LinkedHashSet<>();

  /** Copies for {@link #ownership}, of services in which nothing has changed since. */
  private final Map<ServiceKey, Set<DestinationKey>> copies = new HashMap<>();

  /** What {@link #ownership} says, while nothing changes. */
  private Optional<Ownership> known = Optional.empty();

  private int destinations;
  private boolean table;

  /** Puts a claim in force; false when it is already. */
  boolean add(Claim claim) {
    known = Optional.empty();
    return switch (claim) {
      case Service(var key) -> services.putIfAbsent(key, new LinkedHashSet<>()) == null;
      case Destination(var service, var key) -> {
        boolean added = destinationsOf(service).add(key);
        if (added) {
          destinations++;
          copies.remove(service);
        }
        yield added;
      }
      case Tunnel(var end) -> tunnels.add(end);
      case Address(var vip) -> vips.add(vip);
      case Table() -> {
        boolean added = !table;
        table = true;
        yield added;
      }
      // the first value is the one from before our time
      case Sysctl(var path, var before) -> sysctls.putIfAbsent(path, before) == null;
      case OfTimeout(var timeout, var before) -> timeouts.putIfAbsent(timeout, before) == null;
      case Daemon(var daemon) -> daemons.add(daemon);
    };
  }

  /**
   * Ends a claim, a service's together with those of its destinations; false when there is none.
   */
  boolean remove(Claim claim) {
    known = Optional.empty();
    return switch (claim) {
      case Service(var key) -> {
        Optional<Set<DestinationKey>> ended = Optional.ofNullable(services.remove(key));
        destinations -= ended.map(Set::size).orElse(0);
        copies.remove(key);
        yield ended.isPresent();
      }
      case Destination(var service, var key) -> {
        boolean ended = services.getOrDefault(service, Set.of()).contains(key);
        if (ended) {
          destinationsOf(service).remove(key);
          destinations--;
          copies.remove(service);
        }
        yield ended;
      }
      case Tunnel(var end) -> tunnels.remove(end);
      case Address(var vip) -> vips.remove(vip);
      case Table() -> {
        boolean ended = table;
        table = false;
        yield ended;
      }
      case Sysctl(var path, var _) -> sysctls.remove(path) != null;
      case OfTimeout(var timeout, var _) -> timeouts.remove(timeout) != null;
      case Daemon(var daemon) -> daemons.remove(daemon);
    };
  }

  int size() {
    return services.size()
        + destinations
        + tunnels.size()
        + vips.size()
        + sysctls.size()
        + timeouts.size()
        + daemons.size()
        + (table ? 1 : 0);
  }

  /** Every claim, a service before its destinations. */
  List<Claim> all() {
    List<Claim> all = new ArrayList<>(size());
    services.forEach(
        (service, keys) -> {
          all.add(new Service(service));
          keys.forEach(key -> all.add(new Destination(service, key)));
        });
    tunnels.forEach(end -> all.add(new Tunnel(end)));
    vips.forEach(vip -> all.add(new Address(vip)));
    sysctls.forEach((path, before) -> all.add(new Sysctl(path, before)));
    timeouts.forEach((timeout, before) -> all.add(new OfTimeout(timeout, before)));
    daemons.forEach(daemon -> all.add(new Daemon(daemon)));
    if (table) {
      all.add(new Table());
    }
    return all;
  }

  /** The claims on what is not there any more, or not different any more. */
  List<Claim> absentFrom(KernelState observed) {
    List<Claim> absent = new ArrayList<>();
    services.forEach(
        (service, keys) -> {
          Optional<VirtualServer> server = Optional.ofNullable(observed.services().get(service));
          if (server.isEmpty()) {
            absent.add(new Service(service));
            return;
          }
          for (DestinationKey key : keys) {
            if (!server.get().destinations().containsKey(key)) {
              absent.add(new Destination(service, key));
            }
          }
        });
    for (Unwrapper end : tunnels) {
      if (!observed.tunnels().contains(end)) {
        absent.add(new Tunnel(end));
      }
    }
    for (Vip vip : vips) {
      if (!observed.vips().contains(vip)) {
        absent.add(new Address(vip));
      }
    }
    if (table && observed.rules().isEmpty()) {
      absent.add(new Table());
    }
    // one that went with its interface, or has the value from before our time, needs nothing put
    // back
    sysctls.forEach(
        (path, before) -> {
          if (before.equals(observed.sysctls().getOrDefault(path, before))) {
            absent.add(new Sysctl(path, before));
          }
        });
    timeouts.forEach(
        (timeout, before) -> {
          if (before.equals(observed.timeouts().getOrDefault(timeout, before))) {
            absent.add(new OfTimeout(timeout, before));
          }
        });
    for (SyncDaemon daemon : daemons) {
      if (!observed.daemons().containsValue(daemon)) {
        absent.add(new Daemon(daemon));
      }
    }
    return absent;
  }

  /** All of it as a value, the same one until something changes. */
  Ownership ownership() {
    if (known.isEmpty()) {
      services.forEach((service, keys) -> copies.computeIfAbsent(service, _ -> Set.copyOf(keys)));
      known = Optional.of(new Ownership(copies, tunnels, vips, sysctls, timeouts, daemons, table));
    }
    return known.get();
  }

  private Set<DestinationKey> destinationsOf(ServiceKey service) {
    Set<DestinationKey> keys = services.get(service);
    if (keys == null) {
      throw new IllegalArgumentException(
          "a destination is ours only inside a service of ours: " + service);
    }
    return keys;
  }
}
