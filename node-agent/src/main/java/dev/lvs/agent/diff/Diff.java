package dev.lvs.agent.diff;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipDiff;
import dev.lvs.agent.kernel.conntrack.FlowDiff;
import dev.lvs.agent.kernel.device.DeviceDiff;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.NodestDiff;
import dev.lvs.agent.kernel.ipvs.ServiceDiff;
import dev.lvs.agent.kernel.neighbour.NeighbourChange.AnnounceVip;
import dev.lvs.agent.kernel.nft.TableDiff;
import dev.lvs.agent.kernel.route.RouteDiff;
import dev.lvs.agent.kernel.syncdaemon.DaemonDiff;
import dev.lvs.agent.kernel.sysctl.ForwardingSysctls;
import dev.lvs.agent.kernel.sysctl.InterfaceDefaults;
import dev.lvs.agent.kernel.sysctl.NodeUse;
import dev.lvs.agent.kernel.sysctl.SysctlDiff;
import dev.lvs.agent.kernel.timeout.TimeoutDiff;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Changes that bring a kernel to the desired state, and conflicts with foreign objects, which are
 * not changed.
 *
 * <p>The order: first objects that services need (sysctls, timeouts, tunnel devices, virtual
 * servers with their destinations, connection-sync daemons, local addresses, the agent's nftables
 * table that rewrites sources to them), then the VIPs, which make them reachable, then removal in
 * reverse, so that an old object is removed only when the new one is there, and a VIP is hidden
 * from ARP as long as it is held. One removal goes before all: an owned tunnel device beside which
 * the kernel takes no second one.
 *
 * @param changes in the order in which they are to be made; empty when the kernel is in the desired
 *     state
 * @param foreign objects that the plan needs or touches and the agent does not own
 * @param withheld VIPs that are not held although the plan has them, and why
 */
public record Diff(List<Change> changes, List<Foreign> foreign, Map<Vip, String> withheld) {
  public Diff {
    changes = List.copyOf(changes);
    foreign = List.copyOf(foreign);
    withheld = Collections.unmodifiableMap(new TreeMap<>(withheld));
  }

  /** Compares on a node of its own, where no VIP has to wait for anything. */
  public static Diff of(
      KernelState desired, KernelState observed, Ownership owned, Set<ServiceKey> adopted) {
    NodeUse ours = new NodeUse(desired.equals(KernelState.EMPTY), Optional.empty());
    return of(desired, observed, owned, adopted, ours);
  }

  /** The same on a node that others use too. */
  public static Diff of(
      KernelState desired,
      KernelState observed,
      Ownership owned,
      Set<ServiceKey> adopted,
      NodeUse use) {
    return of(desired, observed, owned, adopted, use, Purposes.NONE);
  }

  /**
   * Compares. The time it takes grows with the number of destinations, not faster.
   *
   * @param owned what of the observed state is ours
   * @param adopted virtual servers that are to become ours where they stand, with all their
   *     destinations
   * @param use how others use the node
   * @param purposes what VIPs are for
   */
  public static Diff of(
      KernelState desired,
      KernelState observed,
      Ownership owned,
      Set<ServiceKey> adopted,
      NodeUse use,
      Purposes purposes) {
    Steps steps = new Steps();
    SysctlDiff sysctls = new SysctlDiff(desired, observed, owned, use);
    DeviceDiff devices = new DeviceDiff(desired, observed, owned);
    ServiceDiff services = new ServiceDiff(observed, owned, adopted, steps);
    TimeoutDiff timeouts = new TimeoutDiff(desired, observed, owned);
    DaemonDiff daemons = new DaemonDiff(desired, observed, owned);
    RouteDiff routes = new RouteDiff(desired, observed, owned);
    TableDiff table = new TableDiff(desired, observed, owned);
    Map<Vip, String> withheld = new Withholding(observed, owned, adopted).of(purposes);
    VipDiff vips = new VipDiff(desired, observed, owned, withheld);

    daemons.stopStale(steps);
    sysctls.restore(steps, daemons::isPutBack);
    sysctls.set(steps, path -> !devices.isOnAdded(path));
    timeouts.set(steps);
    vips.delete(steps, vip -> devices.isReplaced(vip.device()));
    devices.makeWay(steps);
    devices.add(steps);
    sysctls.set(steps, devices::isOnAdded);
    routes.add(steps);
    NodestDiff nodest = new NodestDiff(desired, observed);
    nodest.outside(steps, owned, () -> desired.services().values().forEach(services::makeReady));
    daemons.start(steps);
    Set<IpAddress> wantedLocals = desired.rules().localAddresses();
    Set<IpAddress> formerLocals = observed.rules().localAddresses();
    vips.add(steps, vip -> wantedLocals.contains(vip.address()));
    table.extend(steps);
    vips.add(steps, vip -> !wantedLocals.contains(vip.address()));
    vips.leave(steps);

    Predicate<Vip> stands = vip -> !devices.isReplaced(vip.device());
    vips.delete(steps, vip -> stands.test(vip) && !formerLocals.contains(vip.address()));
    int removals = steps.size();
    nodest.around(steps, () -> desired.services().values().forEach(services::trim));
    services.deleteUnwanted(desired);
    new FlowDiff(desired, observed).forget(steps, removals);
    routes.delete(steps);
    table.trim(steps);
    vips.delete(steps, vip -> stands.test(vip) && formerLocals.contains(vip.address()));
    daemons.stop(steps);
    timeouts.restore(steps);
    sysctls.restore(steps, path -> !devices.isOnDeleted(path) && !daemons.isPutBack(path));
    devices.delete(steps);
    return new Diff(steps.changes(), steps.foreign(), withheld);
  }

  /** The sysctls that have to be observed besides those that are desired or ours. */
  public static Set<String> sysctlsFor(KernelState desired) {
    Set<String> sysctls = new HashSet<>(NodestDiff.sysctlsFor(desired));
    sysctls.addAll(FlowDiff.sysctlsFor(desired));
    return sysctls;
  }

  /** The sysctls of interfaces that have to be observed besides, before some are changed. */
  public static Set<String> sysctlsBeside(
      KernelState desired, KernelState observed, Ownership owned, Collection<String> interfaces) {
    Set<String> beside = new HashSet<>(InterfaceDefaults.parts(desired, owned, interfaces));
    beside.addAll(ForwardingSysctls.parts(desired, observed, owned, interfaces));
    return beside;
  }

  /** The same with more of others that the plan is about. */
  public Diff beside(List<Foreign> more) {
    return more.isEmpty()
        ? this
        : new Diff(changes, Stream.concat(foreign.stream(), more.stream()).toList(), withheld);
  }

  /**
   * The same, where neighbours are told of each VIP right after it is added.
   *
   * @param heard whether neighbours are to hear of one
   */
  public Diff announcing(Predicate<Vip> heard) {
    List<Change> all = new ArrayList<>(changes.size());
    for (Change change : changes) {
      all.add(change);
      if (change instanceof AddVip(var vip) && heard.test(vip)) {
        all.add(new AnnounceVip(vip));
      }
    }
    return all.size() == changes.size() ? this : new Diff(all, foreign, withheld);
  }

  /** The changes of the IPVS table among them. */
  public List<IpvsChange> ofTable() {
    return changes.stream()
        .filter(IpvsChange.class::isInstance)
        .map(IpvsChange.class::cast)
        .toList();
  }

  /** Returns whether there is nothing to do. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
