package dev.lvs.agent.kernel.syncdaemon;

import dev.lvs.agent.kernel.ipvs.IpvsErrnos;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.OwningChange;
import java.util.Set;

/** A change of a connection-sync daemon. */
public sealed interface DaemonChange extends OwningChange {
  SyncDaemon daemon();

  record StartDaemon(SyncDaemon daemon) implements DaemonChange {}

  /** Stops a sync daemon; the connections it learnt stay. */
  record StopDaemon(SyncDaemon daemon) implements DaemonChange {}

  @Override
  default ObjectKind<?> kind() {
    return SyncDaemons.KIND;
  }

  @Override
  default Claim claim() {
    return new Claim.Daemon(daemon());
  }

  @Override
  default boolean isEnd() {
    return this instanceof StopDaemon;
  }

  @Override
  default Object subject() {
    return daemon().state();
  }

  @Override
  default String title() {
    return switch (this) {
      case StartDaemon(var daemon) ->
          "start the connection-sync daemon as " + daemon.state().text() + " on " + daemon.device();
      case StopDaemon(var daemon) ->
          "stop the connection-sync daemon that runs as " + daemon.state().text();
    };
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case StartDaemon(var daemon) -> "ipvsadm " + DaemonText.start(daemon);
      case StopDaemon(var daemon) -> "ipvsadm " + DaemonText.stop(daemon.state());
    };
  }

  @Override
  default String suspects() {
    return IpvsErrnos.SUSPECTS;
  }

  @Override
  default Set<Errno> done() {
    return Set.of(this instanceof StartDaemon ? Errno.EEXIST : Errno.ESRCH);
  }

  @Override
  default String reason(String errno) {
    return this instanceof StartDaemon(var daemon)
        ? daemonReason(daemon, errno)
        : Outcomes.UNEXPECTED;
  }

  /** Apart, since one that is started anew ends a claim and makes the same again. */
  @Override
  default Object batch() {
    return getClass();
  }

  /** Returns what an errno means in answer to the start of a daemon. */
  static String daemonReason(SyncDaemon daemon, String errno) {
    return switch (errno) {
      case "ENODEV" ->
          "there is no interface " + daemon.device() + ", or it is down or has no address";
      case "EINVAL" ->
          "IPVS synchronises no connections while a real server has another address family than"
              + " its VIP; remove such real servers, or the synchronisation";
      case "ENETUNREACH", "EADDRNOTAVAIL" ->
          "interface "
              + daemon.device()
              + " is down or has no address of the group's family (IPv6 takes two seconds to come"
              + " up); set it up, or use another";
      case "EAFNOSUPPORT" ->
          "this kernel's IPVS is built without IPv6 (CONFIG_IP_VS_IPV6); use an IPv4 group";
      default -> Outcomes.UNEXPECTED;
    };
  }
}
