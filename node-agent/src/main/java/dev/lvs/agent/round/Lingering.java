package dev.lvs.agent.round;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps hidden VIPs that a real server is no longer to hold, or to hold by another method: they
 * stay with all they need as long as connections to them are open on this node, up to a limit.
 *
 * <p>When the forwarding method changes, the director keeps sending existing connections by the old
 * method. The objects that it needs here must not be removed before: the device that decapsulates,
 * the VIP on it or on the loopback, and the sysctls that hide it. The method of a VIP shows in the
 * device that it is on.
 */
final class Lingering {
  private static final Logger LOG = LoggerFactory.getLogger(Lingering.class);

  /** So long the kernel of a director remembers a connection that says nothing. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final String LOOPBACK = "lo";

  private final InstantSource wall;
  private final Map<Vip, Stay> stays = new HashMap<>();
  private SortedMap<Vip, Stay> standing = new TreeMap<>();

  /**
   * Stay of a VIP that is not wanted any more.
   *
   * @param end when it is over at the latest, by the clock of situations
   * @param until the same for people
   * @param connections as they are told
   */
  private record Stay(Instant end, String until, int connections) {
    /** With as many open now: another number is told only where it is far from the last one. */
    Stay counting(int open) {
      return open <= connections && open > connections / 4
          ? this
          : new Stay(end, until, open == 1 ? 1 : Integer.highestOneBit(open - 1) << 1);
    }
  }

  /**
   * @param wall clock of the times that people are told
   */
  Lingering(InstantSource wall) {
    this.wall = wall;
  }

  /** Nothing lingers yet; people are told the time of day of this node. */
  Lingering() {
    this(InstantSource.system());
  }

  /**
   * The plan with what lingers.
   *
   * @param wanted what the plan alone has the node hold
   * @param connected how many open connections there are to each of these addresses that has any
   */
  NodePlanSpec added(
      NodePlanSpec plan,
      Set<Vip> wanted,
      Ownership ours,
      Situation situation,
      Function<Set<IpAddress>, Map<IpAddress, Integer>> connected) {
    List<HiddenVip> left = new ArrayList<>();
    standing = new TreeMap<>();
    // one of a director that is not to hold it now has to go at once
    Set<IpAddress> directed = directed(plan);
    Set<Vip> over =
        ours.vips().stream()
            .filter(vip -> !wanted.contains(vip) && !directed.contains(vip.address()))
            .collect(Collectors.toSet());
    stays.keySet().retainAll(over);
    Map<Vip, HiddenVip> hidden = new HashMap<>();
    for (Vip vip : over) {
      hidden(vip, ours, situation.facts(), plan.nodeName()).ifPresent(one -> hidden.put(vip, one));
    }
    if (hidden.isEmpty()) {
      return plan;
    }
    Map<IpAddress, Integer> open =
        connected.apply(hidden.keySet().stream().map(Vip::address).collect(Collectors.toSet()));
    hidden.forEach(
        (vip, one) -> {
          Integer connections = open.get(vip.address());
          if (connections != null && stays(vip, connections, situation.now())) {
            left.add(one);
          }
        });
    return left.isEmpty() ? plan : with(plan, left);
  }

  /** Returns what lingers, as it is told. */
  List<LingeringVip> standing() {
    return standing.entrySet().stream()
        .map(
            entry ->
                new LingeringVip(
                    entry.getKey().address(),
                    entry.getKey().device(),
                    entry.getValue().connections(),
                    entry.getValue().until()))
        .toList();
  }

  /** Returns when the first of it goes, by the clock of situations. */
  Optional<Instant> end() {
    return standing.values().stream().map(Stay::end).min(Comparator.naturalOrder());
  }

  /** Nothing lingers: the node is given up. */
  void none() {
    standing = new TreeMap<>();
  }

  private static Set<IpAddress> directed(NodePlanSpec plan) {
    return plan.director().vips().stream().map(PlannedVip::address).collect(Collectors.toSet());
  }

  private boolean stays(Vip vip, int connections, Instant now) {
    Stay stay = stays.computeIfAbsent(vip, one -> begin(one, now)).counting(connections);
    stays.put(vip, stay);
    if (!now.isBefore(stay.end())) {
      return false;
    }
    standing.put(vip, stay);
    return true;
  }

  private Stay begin(Vip vip, Instant now) {
    LOG.info(
        "VIP {} is not wanted on {} any more; it stays hidden there for connections that are"
            + " open, up to {} minutes.",
        vip.address(),
        vip.device(),
        LONGEST.toMinutes());
    // of a second that has begun the end
    Instant until = wall.instant().plus(LONGEST).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    return new Stay(now.plus(LONGEST), until.toString(), 0);
  }

  private static NodePlanSpec with(NodePlanSpec plan, List<HiddenVip> left) {
    left.sort(Comparator.comparing(HiddenVip::address));
    List<HiddenVip> all =
        Stream.concat(plan.realServer().hiddenVips().stream(), left.stream()).toList();
    return new NodePlanSpec(plan.nodeName(), plan.director(), new RealServerPlan(all));
  }

  /** Returns how a VIP that is ours was hidden; empty where it was held for everybody. */
  private static Optional<HiddenVip> hidden(Vip vip, Ownership ours, NodeFacts facts, String node) {
    List<ResourceName> sources = List.of(new ResourceName("NodePlan", "", node));
    IpAddress address = vip.address();
    if (vip.device().equals(LOOPBACK)) {
      return own(vip.address().family(), ours, facts)
          .map(own -> new HiddenVip(address, ForwardingMode.DR, own, null, sources));
    }
    return ours.devices().stream()
        .filter(TunnelDevice.class::isInstance)
        .map(TunnelDevice.class::cast)
        .filter(device -> device.name().equals(vip.device()))
        .findFirst()
        .map(
            device ->
                new HiddenVip(
                    address, ForwardingMode.TUN, device.local(), tunnel(device, ours), sources));
  }

  /** An address of the node, of the interface that was made to let packets in, if any. */
  private static Optional<IpAddress> own(AddressFamily family, Ownership ours, NodeFacts facts) {
    return facts.interfaces().stream()
        .filter(Interface::speaksArp)
        .sorted(Comparator.comparing(one -> !isAdmitting(one, ours)))
        .flatMap(one -> one.addresses().stream())
        .filter(held -> !held.isHost())
        .map(Address::address)
        .filter(held -> held.family() == family)
        .findFirst();
  }

  private static boolean isAdmitting(Interface one, Ownership ours) {
    return ours.sysctls().containsKey("net/ipv4/conf/" + one.name() + "/rp_filter");
  }

  private static Tunnel tunnel(TunnelDevice device, Ownership ours) {
    if (device.kind() == TunnelKind.GRE || device.kind() == TunnelKind.IP6GRE) {
      return new Tunnel(
          TunnelType.GRE, null, device.checksum() ? TunnelChecksum.CSUM : TunnelChecksum.NONE);
    }
    return ours.devices().stream()
        .filter(GuePort.class::isInstance)
        .map(GuePort.class::cast)
        .filter(port -> port.family() == device.local().family())
        .findFirst()
        .map(port -> new Tunnel(TunnelType.GUE, port.port(), TunnelChecksum.NONE))
        .orElse(new Tunnel(TunnelType.IPIP, null, TunnelChecksum.NONE));
  }
}
