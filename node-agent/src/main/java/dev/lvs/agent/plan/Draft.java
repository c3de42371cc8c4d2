package dev.lvs.agent.plan;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Unwrapper;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.VipPorts;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.agent.plan.Obstacle.Reason;
import dev.lvs.api.v1alpha1.PlannedService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A desired state under construction, in which nothing is without the resources it comes from. */
final class Draft {
  private final Map<ServiceKey, VirtualServer> services = new LinkedHashMap<>();
  private final Set<Unwrapper> tunnels = new TreeSet<>();
  private final Set<Vip> vips = new TreeSet<>();
  private final Map<String, String> sysctls = new TreeMap<>();
  private final Map<Timeout, Integer> timeouts = new EnumMap<>(Timeout.class);
  private final Map<SyncDaemon.State, SyncDaemon> daemons = new EnumMap<>(SyncDaemon.State.class);
  private final Map<VipPorts, Long> marks = new TreeMap<>();
  private final Set<VipPorts> untracked = new TreeSet<>();
  private final Map<VipPorts, SourceAddresses> rewritten = new TreeMap<>();
  private final Map<VipPorts, Integer> segmentSizes = new TreeMap<>();
  private final List<Rewritten> rewrittenServices = new ArrayList<>();
  private final Attribution attribution = new Attribution();
  private final Set<ServiceKey> adopted = new HashSet<>();
  private final List<Obstacle> obstacles = new ArrayList<>();

  void service(VirtualServer server, PlannedService planned) {
    services.put(server.key(), server);
    attribution.service(server.key(), planned);
    if (planned.adopt()) {
      adopted.add(server.key());
    }
  }

  void tunnel(Unwrapper end, Collection<String> sources) {
    tunnels.add(end);
    attribution.tunnel(end, sources);
  }

  void vip(Vip vip, Collection<String> sources) {
    vips.add(vip);
    attribution.vip(vip, sources);
  }

  void mark(VipPorts ports, long mark, String source) {
    marks.put(ports, mark);
    attribution.table(source);
  }

  void untracked(VipPorts ports, String source) {
    untracked.add(ports);
    attribution.table(source);
  }

  void rewrite(Rewritten service) {
    rewrittenServices.add(service);
    service.ports().forEach(ports -> rewritten.put(ports, service.seen()));
    attribution.table(service.source());
  }

  /** The smallest of all for the same ports. */
  void segmentSize(VipPorts ports, int size, Collection<String> sources) {
    segmentSizes.merge(ports, size, Math::min);
    sources.forEach(attribution::table);
  }

  void sysctl(String path, String value, Collection<String> sources) {
    sysctls.put(path, value);
    attribution.sysctl(path, sources);
  }

  /** What a sysctl is to be, as far as it was said. */
  Optional<String> wanted(String path) {
    return Optional.ofNullable(sysctls.get(path));
  }

  /** For whom it is to be so. */
  List<String> sourcesOf(String path) {
    return attribution.of(new Change.RestoreSysctl(path, ""));
  }

  void timeout(Timeout timeout, int seconds, Collection<String> sources) {
    timeouts.put(timeout, seconds);
    attribution.timeout(timeout, sources);
  }

  void daemon(SyncDaemon daemon, Collection<String> sources) {
    daemons.put(daemon.state(), daemon);
    attribution.daemon(daemon.state(), sources);
  }

  void obstacle(List<String> sources, String wanted, Reason reason, String message) {
    obstacles.add(new Obstacle(sources, wanted, reason, message));
  }

  Desired finish() {
    return new Desired(
        new KernelState(services, tunnels, vips, sysctls)
            .with(timeouts, daemons)
            .with(
                new PacketRules(marks, untracked, rewritten, Set.of())
                    .withSegmentSizes(segmentSizes)),
        attribution,
        adopted,
        obstacles,
        rewrittenServices);
  }
}
