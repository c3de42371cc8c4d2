package dev.lvs.agent.plan.realserver;

import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.network.Exclusions.Exclusion;
import dev.lvs.agent.plan.network.Held;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans a node as a real server: VIPs that it accepts packets for and does not answer ARP for.
 *
 * <p>Where the VIP sits: for DR on {@code lo}, where the guide puts it. It is always there, and an
 * address on it is removed without a trace; a dummy device of the agent's own would be one more
 * thing that can be missing, and takes every address on it along when it is deleted. For TUN on the
 * tunnel device itself: a packet that comes out of a device without an IPv4 address is dropped for
 * any rp_filter but 0 ({@code __fib_validate_source}, net/ipv4/fib_frontend.c), and 0 on the device
 * is of no use where conf/all has more.
 *
 * <p>What hides it: {@link Hiding}. IPv6 needs none: neighbour discovery does not answer for
 * addresses of other devices.
 *
 * <p>A VIP that is held stays where the real server's own address is away, for seconds as with DHCP
 * or for longer: hidden it does no harm, and connections go on when the address is back.
 *
 * <p>What fits the tunnel: the MSS that its TCP announces from the VIP is lowered to that.
 */
public final class RealServerPlanner {
  private static final String LOOPBACK = "lo";
  private static final Tunnel IPIP = new Tunnel(TunnelType.IPIP, null, TunnelChecksum.NONE);

  private static final int LAST_PORT = 0xffff;

  private final NodeFacts facts;
  private final Network network;
  private final DesiredDraft draft;
  private final Hiding hiding;
  private final Set<TunnelDevice> devices = new HashSet<>();
  private final Set<ResourceName> hidden = new TreeSet<>();

  public RealServerPlanner(NodeFacts facts, Network network, DesiredDraft draft) {
    this.facts = facts;
    this.network = network;
    this.draft = draft;
    this.hiding = new Hiding(facts, network, draft);
  }

  /** Returns what the kernel has to have for the part of a plan about real servers. */
  public static Set<KernelFeature> needs(RealServerPlan plan) {
    return plan.hiddenVips().stream().anyMatch(vip -> vip.method() == ForwardingMode.TUN)
        ? EnumSet.of(KernelFeature.PACKET_RULES)
        : EnumSet.noneOf(KernelFeature.class);
  }

  /**
   * Plans the hidden VIPs of a node.
   *
   * @param asDirector the VIPs that this node holds for everybody to see
   */
  public void plan(RealServerPlan plan, Set<IpAddress> asDirector) {
    for (HiddenVip vip : plan.hiddenVips()) {
      if (!asDirector.contains(vip.address())) {
        hold(vip, vip.address(), vip.realServerAddress());
      }
    }
    if (!hidden.isEmpty()) {
      hiding.everywhere(hidden);
    }
  }

  private void hold(HiddenVip vip, IpAddress address, IpAddress own) {
    Optional<Exclusion> exclusion = network.exclusions().of(address);
    if (exclusion.isPresent()) {
      refuse(vip, exclusion.get().reason(), exclusion.get().message());
      return;
    }
    Optional<Interface> owner = network.ownerOf(address);
    if (owner.isPresent()) {
      refuse(
          vip,
          Reason.NOT_HIDDEN,
          "The VIP is the address of this node's interface "
              + owner.get().name()
              + ", which answers for it on its network. Give the interface another address.");
      return;
    }
    Optional<Integer> overruled = hiding.overruled();
    if (address.family() == AddressFamily.IPV4 && overruled.isPresent()) {
      refuse(
          vip,
          Reason.NOT_HIDDEN,
          "net.ipv4.conf.all.arp_ignore is "
              + overruled.get()
              + ", which counts above what each interface has, and with which this node would answer"
              + " for the VIP. Set it to 0 or 1 (sysctl -w net.ipv4.conf.all.arp_ignore=1), where"
              + " it is written for the next boot too.");
      return;
    }
    network.givenAway(address).ifPresent(held -> notHidden(vip, held));
    Optional<TunnelDevice> tunnel = tunnel(vip, address, own);
    if (tunnel.filter(this::contradicts).isPresent()) {
      refuse(
          vip,
          Reason.CONTRADICTING_CHECKSUMS,
          "Directors send GRE to "
              + own
              + " with checksums for one VIP and without for another, and the kernel has one device"
              + " for both. Use one checksum in every VirtualService that has this real server.");
      return;
    }
    String device = tunnel.map(TunnelDevice::name).orElse(LOOPBACK);
    if (network.holding(own).findAny().isEmpty() && !isHeld(vip, own, new Vip(address, device))) {
      return;
    }
    if (address.family() == AddressFamily.IPV4) {
      hidden.addAll(vip.sources());
    }
    if (own.family() == AddressFamily.IPV4) {
      hiding.admit(own, vip.sources());
    }
    tunnel.ifPresent(end -> unwrap(end, vip, address));
    draft.vip(new Vip(address, device), vip.sources());
  }

  /** Tells that the own address is missing, and whether the VIP is there already. */
  private boolean isHeld(HiddenVip vip, IpAddress own, Vip wanted) {
    boolean held =
        network.holding(wanted.address()).anyMatch(one -> one.name().equals(wanted.device()));
    refuse(
        vip,
        Reason.ADDRESS_MISSING,
        "This node does not have the address "
            + own
            + ", under which directors know it. Correct the address of the RealServer, or give it"
            + " to an interface."
            + (held ? " Until then the VIP stays hidden on " + wanted.device() + "." : ""));
    return held;
  }

  /** Told, and held all the same: when the other one goes, nothing is lost in between. */
  private void notHidden(HiddenVip vip, Held held) {
    refuse(
        vip,
        Reason.NOT_HIDDEN,
        "Interface "
            + held.one().name()
            + " has the VIP too, not from this agent, and answers for it on its network, so that"
            + " clients may come here past the director. Remove it ("
            + held.removal()
            + ").");
  }

  private static Optional<TunnelDevice> tunnel(HiddenVip vip, IpAddress address, IpAddress own) {
    return vip.method() == ForwardingMode.TUN
        ? Optional.of(TunnelNames.device(encapsulation(vip), address.family(), own))
        : Optional.empty();
  }

  private static Tunnel encapsulation(HiddenVip vip) {
    return Objects.requireNonNullElse(vip.tunnel(), IPIP);
  }

  /** Returns whether another device takes the same packets, apart from the checksum. */
  private boolean contradicts(TunnelDevice wanted) {
    return devices.stream()
        .anyMatch(other -> other.takesTheSameAs(wanted) && other.checksum() != wanted.checksum());
  }

  private void unwrap(TunnelDevice device, HiddenVip vip, IpAddress address) {
    devices.add(device);
    Integer port = encapsulation(vip).port();
    if (encapsulation(vip).type() == TunnelType.GUE && port != null) {
      draft.device(new GuePort(device.local().family(), port), vip.sources());
    }
    draft.device(device, vip.sources());
    if (address.family() == AddressFamily.IPV4) {
      // clients are not reached through the tunnel, which strict filtering (1) would ask for
      draft.sysctl(setting(device.name(), "rp_filter"), "2", vip.sources());
    }
    network
        .mtuTo(device.local())
        .ifPresent(
            mtu ->
                fit(
                    vip,
                    address,
                    SegmentSize.of(
                        encapsulation(vip), address.family(), device.local().family(), mtu)));
  }

  /** Has clients send segments that fit the tunnel, whichever port of the VIP they ask. */
  private void fit(HiddenVip vip, IpAddress address, int segmentSize) {
    if (facts.lacks(KernelFeature.PACKET_RULES)) {
      draft.obstacle(
          vip.sources(),
          "have clients of VIP " + address + " send no segments above " + segmentSize + " bytes",
          Reason.NO_PACKET_RULES,
          "The kernel has no nf_tables to lower the MSS with, so that larger segments, which do not"
              + " fit the tunnel, get lost where ICMP (\"fragmentation needed\") is. Load the"
              + " module nf_tables (modprobe), or give the routes to the clients that MSS (ip route"
              + " ... advmss "
              + segmentSize
              + ").");
      return;
    }
    VipPorts ports = new VipPorts(address, Protocol.TCP, 0, LAST_PORT);
    draft.segmentSize(ports, segmentSize, vip.sources());
  }

  private void refuse(HiddenVip vip, Reason reason, String message) {
    draft.obstacle(vip.sources(), "hold VIP " + vip.address() + " hidden", reason, message);
  }

  private static String setting(String device, String name) {
    return "net/ipv4/conf/" + device + "/" + name;
  }
}
