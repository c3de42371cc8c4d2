package dev.lvs.agent.ledger;

import dev.lvs.agent.kernel.sysctl.InterfaceDefaults;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.Written;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.Claim.Address;
import dev.lvs.agent.object.Claim.Daemon;
import dev.lvs.agent.object.Claim.Destination;
import dev.lvs.agent.object.Claim.Device;
import dev.lvs.agent.object.Claim.Interface;
import dev.lvs.agent.object.Claim.OfTimeout;
import dev.lvs.agent.object.Claim.Route;
import dev.lvs.agent.object.Claim.Service;
import dev.lvs.agent.object.Claim.Sysctl;
import dev.lvs.agent.object.Claim.Table;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.table.ChangingKeys;
import dev.lvs.ipvs.table.DestinationKeys;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The active claims. */
public final class Claims {
  /** With the keys that {@link #open} has others in the place of. */
  private final Map<ServiceKey, DestinationKeys> services = new LinkedHashMap<>();

  /** Of services whose destinations have changed since all were last asked for. */
  private final Map<ServiceKey, ChangingKeys> open = new LinkedHashMap<>();

  private final Set<OwnDevice> devices = new LinkedHashSet<>();
  private final Set<Vip> vips = new LinkedHashSet<>();
  private final Map<String, String> sysctls = new LinkedHashMap<>();
  private final Map<Timeout, Integer> timeouts = new EnumMap<>(Timeout.class);
  private final Map<String, List<String>> setSysctls = new HashMap<>();
  private final Map<Timeout, List<Integer>> setTimeouts = new HashMap<>();
  private final Set<SyncDaemon> daemons = new LinkedHashSet<>();
  private final Map<String, Integer> interfaces = new LinkedHashMap<>();
  private final Set<IpAddress> routes = new LinkedHashSet<>();

  /** Result of {@link #ownership}, while nothing changes. */
  private Optional<Ownership> known = Optional.empty();

  private int destinations;
  private boolean table;

  /** Returns whether what a claim is about has been claimed, with whatever value. */
  public boolean isOf(Claim claim) {
    return switch (claim) {
      case Sysctl(var path, var _, var _) -> sysctls.containsKey(path);
      case OfTimeout(var timeout, var _, var _) -> timeouts.containsKey(timeout);
      case Service _, Destination _, Device _, Address _, Route _, Table _, Daemon _, Interface _ ->
          false;
    };
  }

  /** Puts a claim in force; false when it is already. */
  public boolean add(Claim claim) {
    known = Optional.empty();
    return switch (claim) {
      case Service(var key) -> services.putIfAbsent(key, DestinationKeys.NONE) == null;
      case Destination(var service, var key) -> {
        boolean added = destinationsOf(service).add(key);
        destinations += added ? 1 : 0;
        yield added;
      }
      case Device(var end) -> devices.add(end);
      case Address(var vip) -> vips.add(vip);
      case Table() -> {
        boolean added = !table;
        table = true;
        yield added;
      }
      // the first value is the one from before our time
      case Sysctl(var path, var before, var set) -> {
        sysctls.putIfAbsent(path, before);
        yield note(setSysctls, path, set);
      }
      case OfTimeout(var timeout, var before, var set) -> {
        timeouts.putIfAbsent(timeout, before);
        yield note(setTimeouts, timeout, set);
      }
      case Daemon(var daemon) -> daemons.add(daemon);
      case Interface(var name, var index) ->
          !Integer.valueOf(index).equals(interfaces.put(name, index));
      case Route(var host) -> routes.add(host);
    };
  }

  /**
   * Ends a claim, a service's together with those of its destinations; false when there is none.
   */
  public boolean remove(Claim claim) {
    known = Optional.empty();
    return switch (claim) {
      case Service(var key) -> {
        close(key);
        Optional<DestinationKeys> ended = Optional.ofNullable(services.remove(key));
        destinations -= ended.map(DestinationKeys::size).orElse(0);
        yield ended.isPresent();
      }
      case Destination(var service, var key) -> {
        boolean ended = services.containsKey(service) && destinationsOf(service).remove(key);
        destinations -= ended ? 1 : 0;
        yield ended;
      }
      case Device(var end) -> devices.remove(end);
      case Address(var vip) -> vips.remove(vip);
      case Table() -> {
        boolean ended = table;
        table = false;
        yield ended;
      }
      case Sysctl(var path, var _, var _) -> {
        setSysctls.remove(path);
        yield sysctls.remove(path) != null;
      }
      case OfTimeout(var timeout, var _, var _) -> {
        setTimeouts.remove(timeout);
        yield timeouts.remove(timeout) != null;
      }
      case Daemon(var daemon) -> daemons.remove(daemon);
      case Interface(var name, var index) -> interfaces.remove(name, index);
      case Route(var host) -> routes.remove(host);
    };
  }

  public int size() {
    return services.size()
        + destinations
        + devices.size()
        + vips.size()
        + sysctls.size()
        + timeouts.size()
        + daemons.size()
        + interfaces.size()
        + routes.size()
        + (table ? 1 : 0);
  }

  /** The numbers of the interfaces that claims name. */
  public Map<String, Integer> interfaces() {
    return Collections.unmodifiableMap(interfaces);
  }

  /** Goes through every claim, a service before its destinations. */
  public void forEach(Consumer<Claim> take) {
    closeAll();
    services.forEach(
        (service, keys) -> {
          take.accept(new Service(service));
          keys.forEach(key -> take.accept(new Destination(service, key)));
        });
    forEachBesideServices(take);
  }

  /** Goes through those that are on no service and no destination. */
  void forEachBesideServices(Consumer<Claim> take) {
    devices.forEach(end -> take.accept(new Device(end)));
    vips.forEach(vip -> take.accept(new Address(vip)));
    sysctls.forEach(
        (path, before) ->
            setSysctls
                .getOrDefault(path, List.of())
                .forEach(set -> take.accept(new Sysctl(path, before, set))));
    timeouts.forEach(
        (timeout, before) ->
            setTimeouts
                .getOrDefault(timeout, List.of())
                .forEach(set -> take.accept(new OfTimeout(timeout, before, set))));
    daemons.forEach(daemon -> take.accept(new Daemon(daemon)));
    interfaces.forEach((name, index) -> take.accept(new Interface(name, index)));
    routes.forEach(host -> take.accept(new Route(host)));
    if (table) {
      take.accept(new Table());
    }
  }

  /**
   * Returns whether somebody flushed a virtual server and wrote it anew: the kernel says of no
   * entry who made it, but one in which all destinations are others than those that we put there is
   * not ours.
   */
  private static boolean isAnothers(VirtualServer present, Set<DestinationKey> ours) {
    return !ours.isEmpty()
        && !present.destinations().isEmpty()
        && Collections.disjoint(present.destinations().keySet(), ours);
  }

  /** The claims on what is not there any more, or not different any more. */
  public List<Claim> absentFrom(KernelState observed) {
    closeAll();
    List<Claim> absent = new ArrayList<>();
    services.forEach(
        (service, keys) -> {
          Optional<VirtualServer> server = Optional.ofNullable(observed.services().get(service));
          if (server.isEmpty() || isAnothers(server.get(), keys)) {
            absent.add(new Service(service));
            return;
          }
          if (server.get().destinations().keySet().containsAll(keys)) {
            return;
          }
          for (DestinationKey key : keys) {
            if (!server.get().destinations().containsKey(key)) {
              absent.add(new Destination(service, key));
            }
          }
        });
    for (OwnDevice end : devices) {
      if (!observed.devices().contains(end)) {
        absent.add(new Device(end));
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
    // back; but for interfaces, of which others that came since have to be told apart; a route that
    // went with its interface is needed again
    sysctls.forEach(
        (path, before) -> {
          boolean stands =
              observed.sysctls().containsKey(path)
                  && InterfaceDefaults.defaultOf(path).filter(sysctls::containsKey).isPresent();
          if (before.equals(observed.sysctls().getOrDefault(path, before)) && !stands) {
            absent.add(new Sysctl(path, before, before));
          }
        });
    timeouts.forEach(
        (timeout, before) -> {
          if (before.equals(observed.timeouts().getOrDefault(timeout, before))) {
            absent.add(new OfTimeout(timeout, before, before));
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
  public Ownership ownership() {
    if (known.isEmpty()) {
      closeAll();
      known =
          Optional.of(
              new Ownership(
                  Map.copyOf(services),
                  devices,
                  vips,
                  sysctls,
                  timeouts,
                  daemons,
                  routes,
                  table,
                  written()));
    }
    return known.get();
  }

  /**
   * Keeps the value that something is set to, and the one before it, which it has until then.
   *
   * @return whether it is another one
   */
  private static <K, V> boolean note(Map<K, List<V>> sets, K key, V value) {
    List<V> known = sets.getOrDefault(key, List.of());
    if (!known.isEmpty() && known.getLast().equals(value)) {
      return false;
    }
    sets.put(key, known.isEmpty() ? List.of(value) : List.of(known.getLast(), value));
    return true;
  }

  private Written written() {
    Map<String, Set<String>> ofSysctls = new HashMap<>();
    setSysctls.forEach((path, values) -> ofSysctls.put(path, Set.copyOf(values)));
    Map<Timeout, Set<Integer>> ofTimeouts = new HashMap<>();
    setTimeouts.forEach((timeout, values) -> ofTimeouts.put(timeout, Set.copyOf(values)));
    return new Written(ofSysctls, ofTimeouts);
  }

  /** To be changed. */
  private ChangingKeys destinationsOf(ServiceKey service) {
    DestinationKeys keys = services.get(service);
    if (keys == null) {
      throw new IllegalArgumentException(
          "a destination is ours only inside a service of ours: " + service);
    }
    return open.computeIfAbsent(service, _ -> ChangingKeys.of(keys));
  }

  private void close(ServiceKey service) {
    Optional.ofNullable(open.remove(service)).ifPresent(keys -> services.put(service, keys.keys()));
  }

  /** The same real servers are in many services: equal keys of one and the next are one object. */
  private void closeAll() {
    DestinationKeys last = DestinationKeys.NONE;
    for (Map.Entry<ServiceKey, ChangingKeys> entry : open.entrySet()) {
      DestinationKeys keys = entry.getValue().keys();
      last = keys.isInOrderOf(last) ? last : keys;
      services.put(entry.getKey(), last);
    }
    open.clear();
  }
}
