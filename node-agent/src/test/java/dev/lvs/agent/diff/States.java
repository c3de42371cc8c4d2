package dev.lvs.agent.diff;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.Written;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** States of a small world, in which desired, observed and owned things meet often. */
final class States {
  private static final Arbitrary<ServiceKey> SERVICES =
      Arbitraries.of(
          new ServiceKey.AddressKey(Protocol.TCP, ip("192.0.2.10"), 80),
          new ServiceKey.AddressKey(Protocol.UDP, ip("192.0.2.10"), 53),
          new ServiceKey.MarkKey(AddressFamily.IPV4, 7));
  private static final Arbitrary<DestinationKey> DESTINATIONS =
      Arbitraries.of("198.51.100.21", "198.51.100.22", "198.51.100.23", "198.51.100.24")
          .map(address -> new DestinationKey(ip(address), 80));
  private static final Arbitrary<ServiceSettings> SERVICE_SETTINGS =
      Arbitraries.of("rr", "wrr", "mh")
          .map(scheduler -> new ServiceSettings(scheduler, Set.of(), 0, -1, ""));
  private static final Arbitrary<DestinationSettings> DESTINATION_SETTINGS =
      Arbitraries.of(0, 1, 2)
          .map(weight -> new DestinationSettings(new ForwardingMethod.Masquerade(), weight, 0, 0));

  /** Our devices: the name says the address. */
  private static final Arbitrary<Set<OwnDevice>> TUNNELS =
      Arbitraries.of("lvs1", "lvs2")
          .set()
          .ofMaxSize(2)
          .map(
              names ->
                  tunnels(
                      names.stream()
                          .collect(
                              Collectors.toMap(
                                  name -> name, name -> "198.51.100." + name.charAt(3)))));

  private static final Arbitrary<Set<OwnDevice>> ANY_TUNNELS =
      Arbitraries.maps(
              Arbitraries.of("lvs1", "lvs2"), Arbitraries.of("198.51.100.1", "198.51.100.2"))
          .ofMaxSize(2)
          .map(States::tunnels);
  private static final Arbitrary<Set<Vip>> VIPS =
      Combinators.combine(
              Arbitraries.of("192.0.2.10", "192.0.2.11"), Arbitraries.of("eth0", "lo", "lvs1"))
          .as((address, device) -> new Vip(ip(address), device))
          .set()
          .ofMaxSize(3);
  private static final String FORWARD = "net/ipv4/ip_forward";
  private static final String IGNORE = "net/ipv4/conf/eth0/arp_ignore";
  private static final Arbitrary<Map<String, String>> SYSCTLS =
      Arbitraries.maps(Arbitraries.of(FORWARD, IGNORE), Arbitraries.of("0", "1", "2")).ofMaxSize(2);

  private static final Arbitrary<Map<Timeout, Integer>> TIMEOUTS =
      Arbitraries.maps(Arbitraries.of(Timeout.TCP, Timeout.UDP), Arbitraries.of(30, 300, 900))
          .ofMaxSize(2);
  private static final Arbitrary<SyncDaemon> DAEMON =
      Combinators.combine(Arbitraries.of(SyncDaemon.State.class), Arbitraries.of(1, 2))
          .as(
              (state, id) ->
                  new SyncDaemon(state, "eth0", id, Optional.of(ip("224.0.0.81")), 8848, 1, 1472));
  private static final Arbitrary<Map<SyncDaemon.State, SyncDaemon>> DAEMONS =
      DAEMON
          .list()
          .ofMaxSize(2)
          .map(
              list ->
                  list.stream()
                      .collect(Collectors.toMap(SyncDaemon::state, one -> one, (one, _) -> one)));
  private static final Arbitrary<VipPorts> PORTS =
      Arbitraries.of(80, 443, 8080)
          .map(port -> new VipPorts(ip("192.0.2.10"), Protocol.TCP, port, port));

  private States() {}

  static Arbitrary<KernelState> desired() {
    return Combinators.combine(servers(), TUNNELS, VIPS, SYSCTLS, TIMEOUTS, DAEMONS, rules(""))
        .as(
            (servers, tunnels, vips, sysctls, timeouts, daemons, rules) ->
                state(servers, tunnels, vips, sysctls, "2").with(timeouts, daemons).with(rules));
  }

  /** A kernel that has each sysctl and timeout of the world. */
  static Arbitrary<KernelState> observed() {
    return Combinators.combine(
            servers(), ANY_TUNNELS, VIPS, SYSCTLS, TIMEOUTS, DAEMONS, rules("set more"))
        .as(
            (servers, tunnels, vips, some, someTimeouts, daemons, rules) -> {
              Map<Timeout, Integer> timeouts =
                  new HashMap<>(Map.of(Timeout.TCP, 900, Timeout.UDP, 300));
              timeouts.putAll(someTimeouts);
              Map<String, String> sysctls = new HashMap<>(Map.of(FORWARD, "0", IGNORE, "0"));
              sysctls.putAll(some);
              return state(servers, tunnels, vips, sysctls, "0")
                  .with(timeouts, daemons)
                  .with(rules);
            });
  }

  static Arbitrary<Ownership> owned() {
    return Combinators.combine(
            Arbitraries.maps(SERVICES, DESTINATIONS.set().ofMaxSize(2)).ofMaxSize(3),
            TUNNELS,
            VIPS,
            SYSCTLS,
            TIMEOUTS,
            DAEMON.set().ofMaxSize(2),
            Arbitraries.of(true, false))
        .as(
            (services, tunnels, vips, sysctls, timeouts, daemons, table) ->
                new Ownership(
                    services, tunnels, vips, sysctls, timeouts, daemons, table, Written.UNKNOWN));
  }

  static Arbitrary<Set<ServiceKey>> adopted() {
    return SERVICES.set().ofMaxSize(1);
  }

  /** VIPs and sysctls of tunnel devices are there only where the device is. */
  private static KernelState state(
      Map<ServiceKey, VirtualServer> servers,
      Set<OwnDevice> tunnels,
      Set<Vip> vips,
      Map<String, String> sysctls,
      String rpFilter) {
    Set<Vip> possible = new HashSet<>(vips);
    Set<String> devices =
        new HashSet<>(Stream.concat(Stream.of("eth0", "lo"), devices(tunnels)).toList());
    possible.removeIf(vip -> !devices.contains(vip.device()));
    Map<String, String> all = new HashMap<>(sysctls);
    devices(tunnels).forEach(name -> all.put("net/ipv4/conf/" + name + "/rp_filter", rpFilter));
    return new KernelState(servers, tunnels, possible, all);
  }

  private static Arbitrary<PacketRules> rules(String stray) {
    return Combinators.combine(
            Arbitraries.maps(PORTS, Arbitraries.of(1L, 2L)).ofMaxSize(2),
            PORTS.set().ofMaxSize(2),
            Arbitraries.maps(PORTS, Arbitraries.of(1400, 1440)).ofMaxSize(2),
            Arbitraries.of("", stray))
        .as(
            (marks, untracked, sizes, strays) ->
                new PacketRules(
                        marks, untracked, Map.of(), strays.isEmpty() ? Set.of() : Set.of(strays))
                    .withSegmentSizes(sizes));
  }

  private static Arbitrary<Map<ServiceKey, VirtualServer>> servers() {
    Arbitrary<Map<DestinationKey, DestinationSettings>> destinations =
        Arbitraries.maps(DESTINATIONS, DESTINATION_SETTINGS).ofMaxSize(4);
    Arbitrary<Map<DestinationKey, Integer>> resting =
        Arbitraries.maps(DESTINATIONS, Arbitraries.of(1, 2)).ofMaxSize(4);
    return Combinators.combine(SERVICES, SERVICE_SETTINGS, destinations, resting)
        .as(States::server)
        .list()
        .ofMaxSize(3)
        .map(
            list -> {
              Map<ServiceKey, VirtualServer> servers = new HashMap<>();
              list.forEach(server -> servers.put(server.key(), server));
              return servers;
            });
  }

  private static VirtualServer server(
      ServiceKey key,
      ServiceSettings settings,
      Map<DestinationKey, DestinationSettings> destinations,
      Map<DestinationKey, Integer> resting) {
    Map<DestinationKey, Integer> ofThese = new HashMap<>();
    destinations.forEach(
        (one, its) -> {
          if (its.weight() == 0) {
            ofThese.put(one, resting.getOrDefault(one, 0));
          }
        });
    return new VirtualServer(key, settings, destinations, ofThese);
  }

  /** The same where destinations of mh stand as they are added by the order of their addresses. */
  static KernelState inOrder(KernelState state) {
    Map<ServiceKey, VirtualServer> servers = new HashMap<>();
    state
        .services()
        .forEach(
            (key, server) -> {
              Map<DestinationKey, DestinationSettings> newestFirst =
                  new TreeMap<>(Comparator.<DestinationKey>reverseOrder());
              newestFirst.putAll(server.destinations());
              servers.put(key, server.with(newestFirst));
            });
    return state.withServices(servers);
  }

  private static Set<OwnDevice> tunnels(Map<String, String> localByName) {
    Set<OwnDevice> tunnels = new HashSet<>();
    localByName.forEach(
        (name, local) -> tunnels.add(new TunnelDevice(name, TunnelKind.IPIP, ip(local))));
    return tunnels;
  }

  private static Stream<String> devices(Set<OwnDevice> tunnels) {
    return tunnels.stream()
        .filter(TunnelDevice.class::isInstance)
        .map(end -> ((TunnelDevice) end).name());
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }
}
