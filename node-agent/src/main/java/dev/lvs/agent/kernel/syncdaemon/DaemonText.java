package dev.lvs.agent.kernel.syncdaemon;

import dev.lvs.agent.model.SyncDaemon;

/** Sync daemons as ipvsadm's options. */
public final class DaemonText {
  private DaemonText() {}

  /** {@code --start-daemon master --mcast-interface eth0 --syncid 7 ...}. */
  public static String start(SyncDaemon daemon) {
    StringBuilder line = new StringBuilder("--start-daemon ").append(daemon.state().text());
    line.append(" --mcast-interface ").append(daemon.device());
    line.append(" --syncid ").append(daemon.syncId());
    if (daemon.maxLength() != 0) {
      line.append(" --sync-maxlen ").append(daemon.maxLength());
    }
    daemon.group().ifPresent(group -> line.append(" --mcast-group ").append(group));
    if (daemon.port() != 0) {
      line.append(" --mcast-port ").append(daemon.port());
    }
    if (daemon.ttl() != 0) {
      line.append(" --mcast-ttl ").append(daemon.ttl());
    }
    return line.toString();
  }

  /** {@code --stop-daemon backup}. */
  public static String stop(SyncDaemon.State state) {
    return "--stop-daemon " + state.text();
  }
}
