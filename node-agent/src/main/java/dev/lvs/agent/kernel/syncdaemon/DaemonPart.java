package dev.lvs.agent.kernel.syncdaemon;

import dev.lvs.agent.kernel.ipvs.IpvsFamily;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.netlink.ipvs.SyncDaemonEntry;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The connection-sync daemons (net/netfilter/ipvs/ip_vs_sync.c). */
public final class DaemonPart implements KernelPart<Map<SyncDaemon.State, SyncDaemon>> {
  private final IpvsFamily family;

  public DaemonPart(IpvsFamily family) {
    this.family = family;
  }

  @Override
  public Map<SyncDaemon.State, SyncDaemon> observe(Asked asked) {
    return read();
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
  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    List<DaemonChange> all = KernelPart.all(DaemonChange.class, changes);
    return family.apply(
        all,
        ipvs ->
            Commands.of(
                Stream.concat(
                        all.stream().map(change -> message(ipvs, change)),
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
