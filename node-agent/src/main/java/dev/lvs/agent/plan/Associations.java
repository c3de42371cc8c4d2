package dev.lvs.agent.plan;

import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.fullnat.FullNat;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SCTP associations with several VIPs (multihoming).
 *
 * <p>A real server that holds the VIPs lists them all in its answer, and the client probes each
 * with a HEARTBEAT. To IPVS that belongs to no connection it knows, so it passes it to the
 * director's own SCTP, which aborts the association ({@code sctp_conn_schedule},
 * net/netfilter/ipvs/ip_vs_proto_sctp.c). With sloppy_sctp it is scheduled, and a scheduler that
 * hashes the client's address sends it to the same real server.
 */
final class Associations {
  private static final String SLOPPY = "net/ipv4/vs/sloppy_sctp";

  private final DirectorPlan plan;
  private final DesiredDraft draft;

  Associations(DirectorPlan plan, DesiredDraft draft) {
    this.plan = plan;
    this.draft = draft;
  }

  void plan() {
    Map<ResourceName, Set<IpAddress>> vips = new HashMap<>();
    for (PlannedService service : plan.services()) {
      if (service.key() instanceof AddressKey(var protocol, var vip, var _)
          && protocol.equals(Protocol.SCTP)
          && !FullNat.answersComeBack(service)
          && vips.computeIfAbsent(service.source(), _ -> new HashSet<>()).add(vip)
          && vips.getOrDefault(service.source(), Set.of()).size() == 2) {
        draft.sysctl(SLOPPY, "1", List.of(service.source()));
      }
    }
    plan.marks().stream()
        .filter(mark -> mark.ports().protocol().equals(Protocol.SCTP))
        .filter(
            mark ->
                vips.computeIfAbsent(mark.source(), _ -> new HashSet<>()).add(mark.ports().vip())
                    && vips.getOrDefault(mark.source(), Set.of()).size() == 2)
        .forEach(mark -> draft.sysctl(SLOPPY, "1", List.of(mark.source())));
  }
}
