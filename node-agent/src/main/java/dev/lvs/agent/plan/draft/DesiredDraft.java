package dev.lvs.agent.plan.draft;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.situation.Past;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.time.Instant;
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

/** A desired state under construction, in which every object has its source resources. */
public final class DesiredDraft {
  private final Map<ServiceKey, VirtualServer> services = new LinkedHashMap<>();
  private final Set<OwnDevice> devices = new TreeSet<>();
  private final Set<Vip> vips = new TreeSet<>();
  private final Map<String, String> sysctls = new TreeMap<>();
  private final Map<Timeout, Integer> timeouts = new EnumMap<>(Timeout.class);
  private final Map<SyncDaemon.State, SyncDaemon> daemons = new EnumMap<>(SyncDaemon.State.class);
  private final IntervalMap<Marking> marks = new IntervalMap<>();
  private final IntervalMap<Boolean> untracked = new IntervalMap<>();
  private final IntervalMap<Boolean> oneWay = new IntervalMap<>();
  private final IntervalMap<SourceAddresses> rewritten = new IntervalMap<>();
  private final Map<VipPorts, Integer> segmentSizes = new TreeMap<>();
  private final List<Rewritten> rewrittenServices = new ArrayList<>();
  private final Attribution attribution = new Attribution();
  private final VipPurposes purposes = new VipPurposes();
  private final Set<ServiceKey> adopted = new HashSet<>();
  private final List<Obstacle> obstacles = new ArrayList<>();
  private Past past = Past.NONE;
  private Optional<Instant> goodUntil = Optional.empty();
  private ProbeWays ways = ProbeWays.NONE;

  /** A firewall mark and its source resource. */
  private record Marking(long mark, ResourceName source) {}

  public void service(VirtualServer server, PlannedService planned) {
    services.put(server.key(), server);
    purposes.add(server.key(), planned);
    attribution.service(server.key(), planned);
    if (planned.adopt()) {
      adopted.add(server.key());
    }
  }

  /** A virtual server that only probes of this node use. */
  public void probe(VirtualServer server, Collection<ResourceName> sources) {
    services.put(server.key(), server);
    attribution.add(server.key(), sources);
  }

  /** By which ways probes are forwarded. */
  public void ways(ProbeWays all) {
    ways = all;
  }

  public void device(OwnDevice end, Collection<ResourceName> sources) {
    devices.add(end);
    attribution.add(end, sources);
  }

  public void vip(Vip vip, Collection<ResourceName> sources) {
    vips.add(vip);
    attribution.add(vip, sources);
  }

  /** A VIP that brings clients to this node. */
  public void announcedVip(Vip vip, Collection<ResourceName> sources) {
    vip(vip, sources);
    purposes.add(vip, sources);
  }

  /** A VIP that brings clients to this node and that another program puts on its interface. */
  public void othersVip(Vip vip, Collection<ResourceName> sources) {
    attribution.add(vip, sources);
    purposes.add(vip, sources);
  }

  /** Marks these ports, but for those that are marked for another service already. */
  public void mark(VipPorts ports, long mark, ResourceName source) {
    marks.taken(ports).forEach((part, other) -> contradiction(part, mark, source, other));
    marks.put(ports, new Marking(mark, source));
    attribution.add(PacketRules.TABLE, List.of(source));
  }

  private void contradiction(VipPorts ports, long mark, ResourceName source, Marking other) {
    if (mark != other.mark()) {
      obstacle(
          List.of(source),
          "mark " + ports + " with " + mark,
          Reason.CONTRADICTING_MARKS,
          "The plan gives "
              + ports
              + " the mark "
              + other.mark()
              + " of "
              + other.source()
              + " as well, and a packet has one mark: they stay with that. Take these ports out of"
              + " one of the two.");
    }
  }

  /** Has conntrack overlook these ports, but for those whose sources are rewritten. */
  public void untracked(VipPorts ports, ResourceName source) {
    for (VipPorts part : rewritten.free(ports)) {
      untracked.put(part, true);
      attribution.add(PacketRules.TABLE, List.of(source));
    }
  }

  /** Has conntrack take all of these ports for new, but for those whose sources are rewritten. */
  public void oneWay(VipPorts ports, ResourceName source) {
    for (VipPorts part : rewritten.free(ports)) {
      oneWay.put(part, true);
      attribution.add(PacketRules.TABLE, List.of(source));
    }
  }

  /** Rewrites the sources of these ports, but for those that somebody was given already. */
  public void rewrite(Rewritten service) {
    List<VipPorts> given =
        service.ports().stream()
            .flatMap(ports -> rewritten.put(ports, service.seen()).stream())
            .toList();
    rewrittenServices.add(service.with(given));
    attribution.add(PacketRules.TABLE, List.of(service.source()));
  }

  /** The smallest of all for the same ports. */
  public void segmentSize(VipPorts ports, int size, Collection<ResourceName> sources) {
    segmentSizes.merge(ports, size, Math::min);
    attribution.add(PacketRules.TABLE, sources);
  }

  public void sysctl(String path, String value, Collection<ResourceName> sources) {
    sysctls.put(path, value);
    attribution.add(path, sources);
  }

  /** Returns what a sysctl is to be, as far as it was said. */
  public Optional<String> wanted(String path) {
    return Optional.ofNullable(sysctls.get(path));
  }

  /** For whom it is to be so. */
  public List<ResourceName> sourcesOf(String path) {
    return attribution.ofSubject(path);
  }

  public void timeout(Timeout timeout, int seconds, Collection<ResourceName> sources) {
    timeouts.put(timeout, seconds);
    attribution.add(timeout, sources);
  }

  public void daemon(SyncDaemon daemon, Collection<ResourceName> sources) {
    daemons.put(daemon.state(), daemon);
    attribution.add(daemon.state(), sources);
  }

  public void obstacle(List<ResourceName> sources, String wanted, Reason reason, String message) {
    obstacles.add(new Obstacle(sources, wanted, reason, message, Optional.empty()));
  }

  /** Says that services are as planned but for one real server. */
  public void unreached(
      IpAddress realServer,
      List<ResourceName> sources,
      String wanted,
      Reason reason,
      String message) {
    obstacles.add(new Obstacle(sources, wanted, reason, message, Optional.of(realServer)));
  }

  /** What the next planning has to know of this one. */
  public void past(Past known) {
    past = known;
  }

  /** When time alone makes the state another; the first of all times counts. */
  public void goodUntil(Optional<Instant> end) {
    end.ifPresent(
        time -> goodUntil = goodUntil.filter(known -> !time.isBefore(known)).or(() -> end));
  }

  public Desired finish() {
    PacketRules rules =
        new PacketRules(marks(), untracked.entries().keySet(), rewritten.entries(), Set.of())
            .withOneWay(oneWay.entries().keySet())
            .withSegmentSizes(segmentSizes);
    return new Desired(
        new KernelState(services, devices, vips, sysctls).with(timeouts, daemons).with(rules),
        attribution,
        adopted,
        obstacles,
        rewrittenServices,
        purposes.with(rules),
        ways,
        past,
        goodUntil);
  }

  private Map<VipPorts, Long> marks() {
    Map<VipPorts, Long> all = new TreeMap<>();
    marks.entries().forEach((ports, marking) -> all.put(ports, marking.mark()));
    return all;
  }
}
