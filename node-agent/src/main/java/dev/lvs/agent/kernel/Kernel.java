package dev.lvs.agent.kernel;

import dev.lvs.agent.kernel.address.Addresses;
import dev.lvs.agent.kernel.address.Vips;
import dev.lvs.agent.kernel.conntrack.Flows;
import dev.lvs.agent.kernel.conntrack.TrackedAddresses;
import dev.lvs.agent.kernel.device.Devices;
import dev.lvs.agent.kernel.device.OwnDevices;
import dev.lvs.agent.kernel.ipvs.IpvsTable;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NoModule;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NotPermitted;
import dev.lvs.agent.kernel.ipvs.VirtualServers;
import dev.lvs.agent.kernel.neighbour.Announcer;
import dev.lvs.agent.kernel.neighbour.NeighbourChange.AnnounceVip;
import dev.lvs.agent.kernel.neighbour.Neighbours;
import dev.lvs.agent.kernel.neighbour.PacketFrames;
import dev.lvs.agent.kernel.nft.NftTable;
import dev.lvs.agent.kernel.nft.PacketTable;
import dev.lvs.agent.kernel.route.HostRoutes;
import dev.lvs.agent.kernel.syncdaemon.SyncDaemons;
import dev.lvs.agent.kernel.sysctl.Sysctls;
import dev.lvs.agent.kernel.timeout.IpvsTimeouts;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.ledger.LedgerException;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.Flow;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.Device;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.node.Capabilities;
import dev.lvs.agent.node.Capabilities.Capability;
import dev.lvs.agent.node.FactsReader;
import dev.lvs.agent.node.Features;
import dev.lvs.agent.node.Firewall;
import dev.lvs.agent.node.OpenConnections;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.FrameSender;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.object.Prerequisite;
import dev.lvs.agent.object.Procfs;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The kernel of this node, or more exactly of one network namespace: reads facts, observes state
 * and applies changes.
 *
 * <p>Not thread-safe; every method has to be called on a thread of the network namespace in which
 * the kernel was opened. Every method throws {@link dev.lvs.agent.netlink.TransportException} where
 * the netlink transport is broken; then the caller has to retry the whole round.
 */
public final class Kernel implements AutoCloseable {
  private final KernelAccess access;
  private final Map<ObjectKind<?>, KernelPart<?>> subsystems = new LinkedHashMap<>();
  private final IpvsTable ipvs;
  private final OpenConnections connections;
  private final Firewall firewall;
  private final Features features;
  private final Flows flows;
  private final TrackedAddresses passing;
  private final TrackedAddresses translated;

  /**
   * A kernel behind exchanges, which it owns from now on.
   *
   * @param generic to generic netlink
   * @param route to routing netlink
   * @param openRoute opens another one
   * @param openNetfilter opens one to netfilter netlink
   * @param procfs the kernel's files
   */
  Kernel(
      Exchange generic,
      Exchange route,
      Supplier<Exchange> openRoute,
      Supplier<Exchange> openNetfilter,
      Procfs procfs,
      FrameSender frames) {
    this.access = new KernelAccess(generic, route, openRoute, openNetfilter, procfs, frames);
    Kinds.ALL.forEach(kind -> subsystems.put(kind, kind.open(access)));
    this.ipvs = IpvsTable.of(access);
    Path proc = procfs.root();
    this.connections = new OpenConnections(proc);
    PacketTable table = new PacketTable(access.netfilter());
    this.features = new Features(proc, table, SteadyClock.STEADY);
    this.firewall = new Firewall(access.netfilter(), proc);
    this.flows = new Flows(access.netfilter());
    this.passing = new TrackedAddresses(flows, proc, System::nanoTime);
    this.translated = new TrackedAddresses(flows, proc, System::nanoTime);
  }

  /**
   * Opens the running kernel, in the calling thread's network namespace.
   *
   * @throws dev.lvs.agent.netlink.TransportException when it gives no sockets
   */
  public static Kernel open() {
    return open(Procfs.OF_THIS_PROCESS);
  }

  /** The same by files that are mounted elsewhere. */
  static Kernel open(Procfs procfs) {
    return new Kernel(
        new Exchange(new NetlinkSocket(Netlink.NETLINK_GENERIC)),
        new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE)),
        () -> new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE)),
        () -> new Exchange(new NetlinkSocket(Netlink.NETLINK_NETFILTER)),
        procfs,
        new PacketFrames());
  }

  /** Returns which kernel and namespace a ledger has to be about. */
  public KernelLife life() {
    return KernelLife.current(access.proc());
  }

  /** The names of the network interfaces by their numbers, which they keep. */
  public Map<Integer, String> interfaces() {
    Map<Integer, String> names = new HashMap<>();
    access.links().all().forEach(link -> names.put(link.index(), link.name()));
    return names;
  }

  /**
   * Returns what this node is.
   *
   * @param asked the features whose lack is to be told
   */
  public NodeFacts facts(Set<KernelFeature> asked) {
    return new FactsReader(access, features).read(ipvs.availability(), asked);
  }

  /** Returns what this node lacks; IPVS is needed only by a director. */
  public List<Missing> missing() {
    Availability availability = ipvs.availability();
    Capabilities capabilities = Capabilities.current(access.proc());
    List<Missing> missing = new ArrayList<>();
    if (availability instanceof NoModule) {
      missing.add(Missing.IP_VS);
    }
    if (availability instanceof NotPermitted || !capabilities.has(Capability.CAP_NET_ADMIN)) {
      missing.add(Missing.CAP_NET_ADMIN);
    }
    if (!capabilities.has(Capability.CAP_NET_RAW)) {
      missing.add(Missing.CAP_NET_RAW);
    }
    return missing;
  }

  /** The same without a look at our nftables table. */
  public KernelState observe(Collection<String> paths) {
    return observe(paths, false);
  }

  /**
   * Returns what the kernel holds: every virtual server, every host address, our tunnel devices,
   * the ports of GUE, the timeouts, the connection-sync daemons, and the sysctls asked for, as far
   * as they exist. Nothing is changed.
   *
   * @param paths below /proc/sys: of the sysctls that the plan sets and of those that are ours
   * @param withTable whether to look at our nftables table, which makes the kernel load nf_tables
   */
  public KernelState observe(Collection<String> paths, boolean withTable) {
    return observe(paths, withTable, false);
  }

  /**
   * The same with the routes to hosts by themselves.
   *
   * @param withRoutes whether to look for them, of which a node may have many others
   */
  public KernelState observe(Collection<String> paths, boolean withTable, boolean withRoutes) {
    Links links = access.links();
    Asked asked = new Asked(paths, withTable, withRoutes, () -> links);
    return new KernelState(
            observe(VirtualServers.KIND, asked),
            observe(Devices.KIND, asked),
            observe(Vips.KIND, asked),
            observe(Sysctls.KIND, asked))
        .with(observe(IpvsTimeouts.KIND, asked), observe(SyncDaemons.KIND, asked))
        .withRoutes(observe(HostRoutes.KIND, asked))
        .with(observe(NftTable.KIND, asked));
  }

  @SuppressWarnings("unchecked") // each is opened by its kind
  private <S> S observe(ObjectKind<S> kind, Asked asked) {
    return ((KernelPart<S>) subsystem(kind)).observe(asked);
  }

  private KernelPart<?> subsystem(ObjectKind<?> kind) {
    return Optional.ofNullable(subsystems.get(kind))
        .orElseThrow(() -> new IllegalStateException(kind + " is not in Kinds.ALL"));
  }

  /**
   * The connections of some destinations, without statistics; none of one that is not there.
   *
   * @param asked by virtual server, each of which is a question to the kernel
   */
  public Map<ServiceKey, Map<DestinationKey, DestinationCounters>> counters(
      Map<ServiceKey, Set<DestinationKey>> asked) {
    Map<ServiceKey, Map<DestinationKey, DestinationCounters>> counters = new HashMap<>();
    asked.forEach((service, some) -> counters.put(service, ipvs.counters(service, some)));
    return counters;
  }

  /** The chains of others that packets pass. */
  public List<FilterChain> chains() {
    return firewall.read();
  }

  /**
   * How many connections to each of the addresses are open on this node, or to what is behind it;
   * without those that have none. One that ends here may be tracked too.
   */
  public Map<IpAddress, Integer> connected(Set<IpAddress> addresses) {
    Map<IpAddress, Integer> open = new HashMap<>(connections.among(addresses));
    passing
        .among(addresses, flow -> !flow.over())
        .forEach((address, tracked) -> open.merge(address, tracked, Math::max));
    return open;
  }

  /** Those of the addresses from whose connections a client's address is taken away (SNAT). */
  public Set<IpAddress> rewritten(Set<IpAddress> vips) {
    return translated.among(vips, Flow::isRewritten).keySet();
  }

  /**
   * Returns what carries the marks of an agent, whoever has it in a ledger: devices and the table
   * by their names, addresses by their protocol, as far as the kernel keeps that (Linux 5.18).
   */
  public Ownership marked() {
    Links links = access.links();
    Set<OwnDevice> devices =
        new OwnDevices(access)
            .read(links).stream().filter(Device.class::isInstance).collect(Collectors.toSet());
    return new Ownership(Map.of(), devices, new Addresses(access).readMarked(links), Map.of())
        .withTable(!new PacketTable(access.netfilter()).read().isEmpty());
  }

  /**
   * Goes through the connections of a family that conntrack knows, one by one.
   *
   * @param restart what was taken does not count, the kernel begins again
   */
  public void flows(AddressFamily family, Runnable restart, Consumer<Flow> take) {
    flows.read(family, restart, take);
  }

  /**
   * Carries out changes in their order. Each is claimed in the ledger, on disk, before it is made;
   * a refused one does not stop those behind it, apart from those that need it.
   *
   * @return one outcome for each change, in the same order
   * @throws LedgerException when a claim cannot be written; the changes it is about were not made
   */
  public List<Outcome> apply(List<? extends Change> changes, Ledger ledger) {
    return apply(changes, ledger, Purposes.NONE, List.of());
  }

  /**
   * The same, where VIPs wait for what they are for.
   *
   * @param purposes of the VIPs, as far as it does not stand already
   * @param held changes that others may need and that are not made now
   */
  public List<Outcome> apply(
      List<? extends Change> changes, Ledger ledger, Purposes purposes, List<Refused> held) {
    List<Prerequisite> needed = new ArrayList<>();
    Kinds.ALL.forEach(kind -> needed.addAll(kind.prerequisites(access)));
    Prerequisites prerequisites = new Prerequisites(needed, new PurposesMet(purposes));
    return new BatchExecutor(ledger, prerequisites, run -> make(run, ledger)).apply(changes);
  }

  /**
   * Tells the neighbours where these VIPs are, as far as anybody listens there and does not know:
   * an agent that was killed may have added them without a word, and an interface may have come up
   * since.
   *
   * @return what became of it
   */
  public List<Outcome> announce(Collection<Vip> vips) {
    List<Vip> unheard =
        vips.isEmpty() ? List.of() : Announcer.of(access).unheard(vips, access.links());
    List<Change> changes = unheard.stream().<Change>map(AnnounceVip::new).toList();
    return changes.isEmpty()
        ? List.of()
        : subsystem(Neighbours.KIND).apply(changes, () -> Ownership.NONE);
  }

  /** Has the kernel keep those of these VIPs that end by themselves, and no others. */
  public void renew(Collection<Vip> standing) {
    ((Addresses) subsystem(Vips.KIND)).renew(standing);
  }

  @Override
  public void close() {
    access.close();
  }

  private List<Outcome> make(List<Change> run, Ledger ledger) {
    return subsystem(run.getFirst().kind()).apply(run, ledger::ownership);
  }
}
