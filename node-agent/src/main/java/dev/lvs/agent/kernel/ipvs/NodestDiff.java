package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Steps;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import java.util.Optional;
import java.util.Set;

/**
 * Diff of expire_nodest_conn around the removal of real servers of UDP services, and around moves
 * of destinations.
 *
 * <p>A client that sends from one port, as resolvers and phones do, never begins a new flow: IPVS
 * drops its packets silently until the client has sent nothing for the UDP timeout ({@code
 * ip_vs_in}, net/netfilter/ipvs/ip_vs_core.c). With expire_nodest_conn the kernel forgets such
 * flows when the destination is deleted ({@code __ip_vs_del_dest}), and the next packet goes to
 * another real server. To leave it on would be wrong: then the connections of a table that was
 * flushed by others are forgotten too, before the agent has restored it. So it is on for just that
 * change. Connections of TCP to servers removed before, which are cut off either way, are then
 * reset instead of left hanging.
 *
 * <p>Where a DirectorGroup sets it, its value is left alone.
 */
public final class NodestDiff {
  static final String PATH = "net/ipv4/vs/expire_nodest_conn";

  private final KernelState desired;
  private final KernelState observed;

  public NodestDiff(KernelState desired, KernelState observed) {
    this.desired = desired;
    this.observed = observed;
  }

  /** It has to be known wherever there may be a flow of UDP, or destinations that are moved. */
  public static Set<String> sysctlsFor(KernelState desired) {
    return desired.services().values().stream()
            .anyMatch(one -> one.isMaglev() || mayBeUdp(one.key()))
        ? Set.of(PATH)
        : Set.of();
  }

  /**
   * Has no flow forgotten while steps are added that delete destinations and add them again, at
   * whichever value it is: with 1 a packet that comes in between would end its connection.
   */
  public void outside(Steps steps, Ownership owned, Runnable moves) {
    int before = steps.size();
    moves.run();
    String now = observed.sysctls().get(PATH);
    if (now == null || steps.from(before).stream().noneMatch(DeleteDestination.class::isInstance)) {
      return;
    }
    String value = desired.sysctls().getOrDefault(PATH, now);
    if (!value.equals("0")) {
      steps.insert(before, new SetSysctl(PATH, "0", now));
      boolean isWanted = desired.sysctls().containsKey(PATH) || owned.sysctls().containsKey(PATH);
      steps.add(isWanted ? new SetSysctl(PATH, value, now) : new RestoreSysctl(PATH, value));
    }
  }

  /** Has flows forgotten while steps are added that delete destinations. */
  public void around(Steps steps, Runnable deletions) {
    int before = steps.size();
    deletions.run();
    String value = observed.sysctls().get(PATH);
    if (value != null
        && value.equals("0")
        && !desired.sysctls().containsKey(PATH)
        && steps.from(before).stream().anyMatch(this::cutsFlows)) {
      steps.insert(before, new SetSysctl(PATH, "1", value));
      steps.add(new RestoreSysctl(PATH, value));
    }
  }

  private boolean cutsFlows(Change change) {
    return change instanceof DeleteDestination(var service, var destination)
        && mayBeUdp(service)
        && Optional.ofNullable(observed.services().get(service))
            .map(VirtualServer::destinations)
            .filter(destinations -> destinations.containsKey(destination))
            .isPresent();
  }

  private static boolean mayBeUdp(ServiceKey service) {
    return switch (service) {
      case ServiceKey.AddressKey(var protocol, var _, var _) -> protocol.equals(Protocol.UDP);
      // probes have a port of their own for each real server
      case ServiceKey.MarkKey(var _, var mark) -> !ProbeMarks.contain(mark);
    };
  }
}
