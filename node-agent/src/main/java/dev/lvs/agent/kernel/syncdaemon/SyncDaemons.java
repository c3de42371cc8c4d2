package dev.lvs.agent.kernel.syncdaemon;

import dev.lvs.agent.kernel.ipvs.IpvsFamily;
import dev.lvs.agent.model.Change.DaemonChange;
import dev.lvs.agent.model.Change.StartDaemon;
import dev.lvs.agent.model.Change.StopDaemon;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.netlink.ipvs.SyncDaemonEntry;
import dev.lvs.agent.object.Verdicts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The connection-sync daemons (net/netfilter/ipvs/ip_vs_sync.c). */
public final class SyncDaemons {
  private final IpvsFamily family;

  public SyncDaemons(IpvsFamily family) {
    this.family = family;
  }

  /** Those that run; none where there is no IPVS. */
  public Map<SyncDaemon.State, SyncDaemon> read() {
    Map<SyncDaemon.State, SyncDaemon> daemons = new EnumMap<>(SyncDaemon.State.class);
    family
        .requests()
        .ifPresent(
            ipvs ->
                Dump.of(
                    family.exchange(),
                    "the connection-sync daemons",
                    ipvs.getDaemons(),
                    daemons::clear,
                    reply ->
                        SyncDaemonEntry.read(reply)
                            .ifPresent(daemon -> daemons.put(daemon.state(), daemon))));
    return daemons;
  }

  /**
   * Starts and stops daemons.
   *
   * <p>A daemon that is stopped before its thread has run once is stopped without an answer ({@code
   * kthread_stop} says EINTR, which {@code netlink_rcv_skb} passes over): so another command stands
   * last, whose answer vouches for those before it.
   */
  public List<Outcome> apply(List<DaemonChange> changes, Verdicts verdicts) {
    return family.apply(
        changes,
        verdicts,
        ipvs ->
            Commands.of(
                Stream.concat(
                        changes.stream().map(change -> message(ipvs, change)),
                        Stream.of(ipvs.keepConfig()))
                    .toList()));
  }

  private static Message message(IpvsRequests ipvs, DaemonChange change) {
    return switch (change) {
      case StartDaemon(var daemon) -> ipvs.newDaemon(daemon);
      case StopDaemon(var daemon) -> ipvs.deleteDaemon(daemon.state());
    };
  }
}
