package dev.lvs.agent.round;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.tunnel.GuePort;
import dev.lvs.agent.model.tunnel.TunnelDevice;
import dev.lvs.agent.model.tunnel.TunnelKind;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
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

  private final LongSupplier nanoseconds;
  private final Map<Vip, Long> since = new HashMap<>();

  /**
   * @param nanoseconds a clock that only goes forward
   */
  Lingering(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  /**
   * The plan with what lingers.
   *
   * @param wanted what the plan alone has the node hold
   * @param connected which of these addresses have open connections
   */
  NodePlanSpec added(
      NodePlanSpec plan,
      Set<Vip> wanted,
      Ownership ours,
      NodeFacts facts,
      UnaryOperator<Set<IpAddress>> connected) {
    List<HiddenVip> left = new ArrayList<>();
    // one of a director that is not to hold it now has to go at once
    Set<IpAddress> directed = directed(plan);
    Set<Vip> over =
        ours.vips().stream()
            .filter(vip -> !wanted.contains(vip) && !directed.contains(vip.address()))
            .collect(Collectors.toSet());
    since.keySet().retainAll(over);
    Map<Vip, HiddenVip> hidden = new HashMap<>();
    for (Vip vip : over) {
      hidden(vip, ours, facts, plan.nodeName()).ifPresent(one -> hidden.put(vip, one));
    }
    if (hidden.isEmpty()) {
      return plan;
    }
    Set<IpAddress> busy =
        connected.apply(hidden.keySet().stream().map(Vip::address).collect(Collectors.toSet()));
    hidden.forEach(
        (vip, one) -> {
          if (busy.contains(vip.address()) && isInTime(vip)) {
            left.add(one);
          }
        });
    return left.isEmpty() ? plan : with(plan, left);
  }

  private static Set<IpAddress> directed(NodePlanSpec plan) {
    return plan.director().vips().stream().map(PlannedVip::address).collect(Collectors.toSet());
  }

  private boolean isInTime(Vip vip) {
    long now = nanoseconds.getAsLong();
    if (!since.containsKey(vip)) {
      LOG.info(
          "VIP {} is not wanted on {} any more; it stays hidden there for connections that are"
              + " open, up to {} minutes.",
          vip.address(),
          vip.device(),
          LONGEST.toMinutes());
    }
    return now - since.computeIfAbsent(vip, _ -> now) < LONGEST.toNanos();
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
    return ours.tunnels().stream()
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
    return ours.tunnels().stream()
        .filter(GuePort.class::isInstance)
        .map(GuePort.class::cast)
        .filter(port -> port.family() == device.local().family())
        .findFirst()
        .map(port -> new Tunnel(TunnelType.GUE, port.port(), TunnelChecksum.NONE))
        .orElse(new Tunnel(TunnelType.IPIP, null, TunnelChecksum.NONE));
  }
}
