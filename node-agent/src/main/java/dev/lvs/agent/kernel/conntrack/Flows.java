package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.nft.PacketTable;
import dev.lvs.agent.kernel.sysctl.SysctlFiles;
import dev.lvs.agent.model.Flow;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.conntrack.FlowEntry;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that conntrack knows. */
public final class Flows {
  private static final Logger LOG = LoggerFactory.getLogger(Flows.class);
  private static final String CONNTRACK = "net/ipv4/vs/conntrack";
  private static final int LAST_PORT = 0xffff;

  private final Netfilter netfilter;
  private final SysctlFiles sysctls;
  private final PacketTable table;

  /** Flows of UDP that went from ports of a VIP to a real server that is removed. */
  private record Removed(VipPorts ports, DestinationKey server) {
    boolean has(Flow flow) {
      return flow.protocol().equals(ports.protocol())
          && flow.original().destination().equals(ports.vip())
          && ports.first() <= flow.original().destinationPort()
          && flow.original().destinationPort() <= ports.last()
          && flow.reply().source().equals(server.address())
          && (server.port() == 0 || flow.reply().sourcePort() == server.port());
    }
  }

  public Flows(Netfilter netfilter, SysctlFiles sysctls, PacketTable table) {
    this.netfilter = netfilter;
    this.sysctls = sysctls;
    this.table = table;
  }

  /**
   * Goes through all of a family, one by one: there may be a million. None where the kernel has no
   * conntrack.
   *
   * @param restart what was taken does not count, the kernel begins again
   */
  public void read(AddressFamily family, Runnable restart, Consumer<Flow> take) {
    Optional<Exchange> exchange = netfilter.exchange();
    if (exchange.isEmpty()) {
      return;
    }
    Answer answer =
        Dump.answer(
            exchange.get(),
            FlowEntry.getAll(family),
            restart,
            reply -> FlowEntry.read(reply).ifPresent(take));
    // how nfnetlink_rcv_msg says that it has no such subsystem
    if (!(answer instanceof Refused(var errno, var _) && errno.equals(Errno.EINVAL))) {
      Dump.check("connections", answer);
    }
  }

  /**
   * Deletes what conntrack knows of UDP flows to real servers that were removed. Another that IPVS
   * sends such a flow to would answer in vain: IPVS leaves a confirmed connection alone ({@code
   * ip_vs_update_conntrack}), so conntrack would go on expecting the removed one. TCP needs none of
   * it, since a connection cannot go on elsewhere.
   */
  public void forget(List<Outcome> outcomes) {
    List<DeleteDestination> deleted =
        outcomes.stream()
            .filter(Outcome.Applied.class::isInstance)
            .map(Outcome::change)
            .filter(DeleteDestination.class::isInstance)
            .map(DeleteDestination.class::cast)
            .toList();
    // without it conntrack does not know where IPVS sends a flow
    if (deleted.isEmpty() || !"1".equals(sysctls.read(List.of(CONNTRACK)).get(CONNTRACK))) {
      return;
    }
    List<Removed> removed = deleted.stream().flatMap(one -> removed(one).stream()).toList();
    List<Flow> flows = new ArrayList<>();
    removed.stream()
        .map(one -> one.ports().vip().family())
        .distinct()
        .forEach(family -> flows.addAll(of(removed, family)));
    delete(flows);
  }

  private List<Flow> of(List<Removed> removed, AddressFamily family) {
    List<Flow> flows = new ArrayList<>();
    read(
        family,
        flows::clear,
        flow -> {
          if (removed.stream().anyMatch(one -> one.has(flow))) {
            flows.add(flow);
          }
        });
    return flows;
  }

  private List<Removed> removed(DeleteDestination change) {
    return switch (change.service()) {
      case ServiceKey.AddressKey(var protocol, var vip, int port) ->
          protocol.equals(Protocol.UDP)
              ? List.of(
                  new Removed(
                      new VipPorts(vip, protocol, port, port == 0 ? LAST_PORT : port),
                      change.destination()))
              : List.of();
      case ServiceKey.MarkKey(var family, long mark) ->
          table.read().marks().entrySet().stream()
              .filter(entry -> entry.getValue() == mark)
              .map(Map.Entry::getKey)
              .filter(ports -> ports.vip().family() == family)
              .filter(ports -> ports.protocol().equals(Protocol.UDP))
              .map(ports -> new Removed(ports, change.destination()))
              .toList();
    };
  }

  private void delete(List<Flow> flows) {
    Optional<Exchange> exchange = netfilter.exchange();
    if (flows.isEmpty() || exchange.isEmpty()) {
      return;
    }
    List<Answer> answers = exchange.get().execute(flows.stream().map(FlowEntry::delete).toList());
    for (int i = 0; i < answers.size(); i++) {
      // ENOENT: it ended by itself
      if (answers.get(i) instanceof Refused(var errno, var _) && !errno.equals(Errno.ENOENT)) {
        LOG.warn(
            "cannot delete the connection of {} in conntrack: {}; its client is not served until"
                + " it ends by itself",
            flows.get(i).original(),
            errno);
        return;
      }
    }
  }
}
