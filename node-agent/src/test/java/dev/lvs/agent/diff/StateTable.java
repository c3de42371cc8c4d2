package dev.lvs.agent.diff;

import static java.util.Objects.requireNonNull;

import dev.lvs.agent.kernel.TypedWords;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A desired state, an observed state and what is ours, side by side: one thing in each line.
 *
 * <pre>
 * thing                                  | desired  | observed | ours
 * -t 192.0.2.10:80                       | -s wrr   | -s rr    | yes
 * -t 192.0.2.10:80 -r 198.51.100.21:80   | -g -w 3  | -g -w 1  | yes
 * 192.0.2.10/32 dev eth0                 | yes      | -        | -
 * lvsi-c6336415 198.51.100.21            | yes      | -        | -
 * net/ipv4/conf/eth0/arp_ignore          | 1        | 0        | was 0
 * timeout tcp_fin                        | 60       | 120      | was 120
 * daemon master                          | eth1 7   | eth1 5   | yes
 * </pre>
 *
 * {@code -} is for nothing; {@code adopt} instead of {@code yes} for a virtual server that is not
 * ours yet and is to be.
 */
final class StateTable {
  private static final String NOTHING = "-";
  private static final String TIMEOUT = "timeout ";
  private static final String DAEMON = "daemon ";

  private final Side desired = new Side();
  private final Side observed = new Side();
  private final Map<ServiceKey, Set<DestinationKey>> services = new HashMap<>();
  private final Set<OwnDevice> devices = new HashSet<>();
  private final Set<Vip> vips = new HashSet<>();
  private final Map<String, String> sysctls = new HashMap<>();
  private final Map<Timeout, Integer> timeouts = new HashMap<>();
  private final Set<SyncDaemon> daemons = new HashSet<>();
  private final Set<ServiceKey> adopted = new HashSet<>();

  static Diff diff(String text) {
    StateTable table = new StateTable();
    text.lines().forEach(table::line);
    Ownership owned =
        new Ownership(table.services, table.devices, table.vips, table.sysctls)
            .with(table.timeouts, table.daemons);
    return Diff.of(table.desired.state(), table.observed.state(), owned, table.adopted);
  }

  /** The desired state alone. */
  static KernelState desired(String text) {
    StateTable table = new StateTable();
    text.lines().forEach(table::line);
    return table.desired.state();
  }

  /** The changes as an admin types them. */
  static List<String> changes(String text) {
    return diff(text).changes().stream().map(Change::adminLine).toList();
  }

  private void line(String line) {
    String[] cells = line.split("\\|", -1);
    String thing = cells[0].strip();
    desired.add(thing, cells[1].strip());
    observed.add(thing, cells[2].strip());
    own(thing, cells[3].strip());
  }

  private void own(String thing, String ours) {
    if (ours.equals(NOTHING)) {
      return;
    }
    if (thing.startsWith("-")) {
      TypedWords words = new TypedWords(thing);
      if (ours.equals("adopt")) {
        adopted.add(words.service());
      } else {
        Set<DestinationKey> keys = services.computeIfAbsent(words.service(), _ -> new HashSet<>());
        if (words.isDestination()) {
          keys.add(words.destination());
        }
      }
    } else if (thing.contains("/32 dev ")) {
      vips.add(vip(thing));
    } else if (thing.startsWith("lvs")) {
      devices.add(tunnel(thing));
    } else if (thing.startsWith(TIMEOUT)) {
      timeouts.put(timeout(thing), Integer.valueOf(ours.replaceFirst("^was ", "")));
    } else if (thing.startsWith(DAEMON)) {
      daemons.add(requireNonNull(observed.daemons.get(state(thing))));
    } else {
      sysctls.put(thing, ours.replaceFirst("^was ", ""));
    }
  }

  private static Vip vip(String thing) {
    String[] words = thing.split("/32 dev ", 2);
    return new Vip(IpAddress.parse(words[0]), words[1]);
  }

  private static TunnelDevice tunnel(String thing) {
    String[] words = thing.split(" ", 2);
    TunnelKind kind = words[0].startsWith("lvsg") ? TunnelKind.GRE : TunnelKind.IPIP;
    boolean checksum = words[0].startsWith("lvsgc");
    return new TunnelDevice(words[0], kind, IpAddress.parse(words[1]), checksum);
  }

  private static Timeout timeout(String thing) {
    return Timeout.valueOf(thing.substring(TIMEOUT.length()).toUpperCase(Locale.ROOT));
  }

  private static SyncDaemon.State state(String thing) {
    return SyncDaemon.State.valueOf(thing.substring(DAEMON.length()).toUpperCase(Locale.ROOT));
  }

  private static SyncDaemon daemon(String thing, String value) {
    String[] words = value.split(" ", 2);
    return new SyncDaemon(
        state(thing), words[0], Integer.parseInt(words[1]), Optional.empty(), 0, 0, 0);
  }

  /** One column of states. */
  private static final class Side {
    private final Map<ServiceKey, ServiceSettings> services = new LinkedHashMap<>();
    private final Map<ServiceKey, Map<DestinationKey, DestinationSettings>> destinations =
        new LinkedHashMap<>();
    private final Set<OwnDevice> devices = new TreeSet<>();
    private final Set<Vip> vips = new TreeSet<>();
    private final Map<String, String> sysctls = new TreeMap<>();
    private final Map<Timeout, Integer> timeouts = new TreeMap<>();
    private final Map<SyncDaemon.State, SyncDaemon> daemons = new TreeMap<>();

    void add(String thing, String value) {
      if (value.equals(NOTHING)) {
        return;
      }
      if (thing.startsWith("-")) {
        TypedWords words = new TypedWords(thing + " " + value);
        if (words.isDestination()) {
          destinations
              .computeIfAbsent(words.service(), _ -> new LinkedHashMap<>())
              .put(words.destination(), words.destinationSettings());
        } else {
          services.put(words.service(), words.serviceSettings(words.service().family()));
        }
      } else if (thing.contains("/32 dev ")) {
        vips.add(vip(thing));
      } else if (thing.startsWith("lvs")) {
        devices.add(tunnel(thing));
      } else if (thing.startsWith(TIMEOUT)) {
        timeouts.put(timeout(thing), Integer.valueOf(value));
      } else if (thing.startsWith(DAEMON)) {
        SyncDaemon daemon = daemon(thing, value);
        daemons.put(daemon.state(), daemon);
      } else {
        sysctls.put(thing, value);
      }
    }

    KernelState state() {
      Map<ServiceKey, VirtualServer> servers = new LinkedHashMap<>();
      services.forEach(
          (key, settings) ->
              servers.put(
                  key, new VirtualServer(key, settings, destinations.getOrDefault(key, Map.of()))));
      return new KernelState(servers, devices, vips, sysctls).with(timeouts, daemons);
    }
  }
}
