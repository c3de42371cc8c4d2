package dev.lvs.tool.saved;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.ipvs.ServiceKey;
import java.util.Optional;

/** Command of one line. */
public sealed interface Command {
  /** {@code -A -E -D -a -e -d}. */
  record Alter(IpvsChange change) implements Command {}

  /** {@code -C}: the table becomes empty. */
  record Clear() implements Command {}

  /**
   * {@code -Z}: counters become zero.
   *
   * @param service empty for all of them
   */
  record Zero(Optional<ServiceKey> service) implements Command {}

  /** {@code --set}; 0 keeps what is set. */
  record SetTimeouts(Timeouts timeouts) implements Command {}

  /** {@code --start-daemon}. */
  record StartDaemon(SyncDaemon daemon) implements Command {}

  /** {@code --stop-daemon}. */
  record StopDaemon(SyncDaemon.State state) implements Command {}
}
