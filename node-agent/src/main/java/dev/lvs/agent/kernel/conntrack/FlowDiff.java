package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.object.Steps;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Diff of the conntrack entries of UDP flows to real servers that are removed. Answers of another
 * real server that IPVS sends such a flow to would be lost: IPVS leaves a confirmed connection
 * alone ({@code ip_vs_update_conntrack}, net/netfilter/ipvs/ip_vs_nfct.c), so conntrack would go on
 * expecting the removed one. TCP does not need this, since a connection cannot continue on another
 * server.
 */
public final class FlowDiff {
  /** Without it conntrack does not know where IPVS sends a flow. */
  private static final String CONNTRACK = "net/ipv4/vs/conntrack";

  private static final int LAST_PORT = 0xffff;

  private final boolean tracked;
  private final PacketRules rules;

  /** Compares these states, of which the desired one may set whether flows are tracked. */
  public FlowDiff(KernelState desired, KernelState observed) {
    String now = observed.sysctls().getOrDefault(CONNTRACK, "0");
    this.tracked = desired.sysctls().getOrDefault(CONNTRACK, now).equals("1");
    this.rules = desired.rules().and(observed.rules());
  }

  /** It has to be known wherever there is a virtual server. */
  public static Set<String> sysctlsFor(KernelState desired) {
    return desired.services().isEmpty() ? Set.of() : Set.of(CONNTRACK);
  }

  /** Has the flows forgotten to all destinations that are deleted from a place on. */
  public void forget(Steps steps, int from) {
    if (tracked) {
      List.copyOf(steps.from(from)).stream()
          .filter(DeleteDestination.class::isInstance)
          .map(DeleteDestination.class::cast)
          .forEach(
              one ->
                  ports(one.service())
                      .forEach(
                          ports ->
                              steps.add(new ForgetFlows(one.service(), ports, one.destination()))));
    }
  }

  private List<VipPorts> ports(ServiceKey service) {
    return switch (service) {
      case ServiceKey.AddressKey(var protocol, var vip, int port) ->
          protocol.equals(Protocol.UDP)
              ? List.of(new VipPorts(vip, protocol, port, port == 0 ? LAST_PORT : port))
              : List.of();
      case ServiceKey.MarkKey(var family, long mark) ->
          rules.marks().entrySet().stream()
              .filter(entry -> entry.getValue() == mark)
              .map(Map.Entry::getKey)
              .filter(ports -> ports.vip().family() == family)
              .filter(ports -> ports.protocol().equals(Protocol.UDP))
              .toList();
    };
  }
}
