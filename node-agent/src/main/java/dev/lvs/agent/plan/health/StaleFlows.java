package dev.lvs.agent.plan.health;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.SchedulerFlag;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Gets clients off real servers that failed or are drained, although the kernel remembers where
 * they were.
 *
 * <p>A weight of 0 keeps a server from being chosen, and three sorts of clients are not chosen for
 * ({@code ip_vs_in_hook}, {@code ip_vs_sched_persist}, net/netfilter/ipvs/ip_vs_core.c). UDP
 * clients that send from one port have one flow for ever: their server leaves the table, at which
 * the kernel forgets its flows ({@code NodestDiff}). TCP clients that use a port again have an
 * entry that counts as established: a SYN on it is scheduled anew where expire_nodest_conn is 1 and
 * the weight is 0. Where the server is drained, and not failed, the connection before has to have
 * ended: the kernel sees that by itself where the answers come back through it, and else where
 * conn_reuse_mode has the bit 2 ({@code is_new_conn_expected}). Clients that persistence remembers
 * are chosen for anew where expire_quiescent_template is 1 and the weight is 0. The settings are of
 * the whole node: they are so only as long as such a server is down or drained, and a DirectorGroup
 * that sets them wins.
 *
 * <p>A scheduler that hashes sends clients to servers of weight 0 as before, and refuses them,
 * unless it falls back: there a server that failed leaves the table too.
 */
final class StaleFlows {
  private static final String REUSED = "net/ipv4/vs/expire_nodest_conn";
  private static final String ENDED = "net/ipv4/vs/conn_reuse_mode";

  /** The kernel's own choice, and where FIN_WAIT is all that a director sees of an end. */
  private static final String ENDED_BY_EITHER = "3";

  private static final String REMEMBERED = "net/ipv4/vs/expire_quiescent_template";

  private final List<PlannedMark> marks;
  private final SortedSet<ResourceName> reused = new TreeSet<>();
  private final SortedSet<ResourceName> ended = new TreeSet<>();
  private final SortedSet<ResourceName> remembered = new TreeSet<>();

  StaleFlows(DirectorPlan plan) {
    this.marks = plan.marks();
  }

  /** Returns whether a server that is to get no clients has to leave the table for that. */
  boolean outliveWeight(PlannedService service) {
    return isUdp(service) || refusesClients(service);
  }

  /** Some server of a service has weight 0, for it failed or others stand in. */
  void quiesced(PlannedService service) {
    reused.add(service.source());
    if (service.persistence() != null) {
      remembered.add(service.source());
    }
  }

  /** Some server of a service has weight 0, for it is drained. */
  void drained(PlannedService service, ForwardingMethod method) {
    switch (method) {
      case ForwardingMethod.DirectRouting _, ForwardingMethod.Tunnel _ ->
          ended.addAll(isUdp(service) ? List.of() : List.of(service.source()));
      case ForwardingMethod.Masquerade _,
          ForwardingMethod.Local _,
          ForwardingMethod.Bypass _,
          ForwardingMethod.Unknown _ -> {}
    }
  }

  /** To be called before the settings are planned, which win. */
  void plan(DesiredDraft draft) {
    if (!reused.isEmpty()) {
      draft.sysctl(REUSED, "1", reused);
    }
    if (!ended.isEmpty()) {
      draft.sysctl(ENDED, ENDED_BY_EITHER, ended);
    }
    if (!remembered.isEmpty()) {
      draft.sysctl(REMEMBERED, "1", remembered);
    }
  }

  private boolean isUdp(PlannedService service) {
    return switch (service.key()) {
      case AddressKey key -> key.protocol().equals(Protocol.UDP);
      case MarkKey key -> {
        List<PlannedMark> its =
            marks.stream().filter(mark -> mark.firewallMark() == key.mark()).toList();
        yield !its.isEmpty()
            && its.stream().allMatch(mark -> mark.ports().protocol().equals(Protocol.UDP));
      }
    };
  }

  private static boolean refusesClients(PlannedService service) {
    List<SchedulerFlag> flags = service.schedulerFlags();
    return switch (service.scheduler()) {
      case DH -> true;
      case SH ->
          !flags.contains(SchedulerFlag.SH_FALLBACK) && !flags.contains(SchedulerFlag.FLAG_1);
      case MH ->
          !flags.contains(SchedulerFlag.MH_FALLBACK) && !flags.contains(SchedulerFlag.FLAG_1);
      case RR, WRR, LC, WLC, FO, OVF, LBLC, LBLCR, SED, NQ, TWOS -> false;
    };
  }
}
