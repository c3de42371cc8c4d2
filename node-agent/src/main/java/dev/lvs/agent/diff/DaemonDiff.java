package dev.lvs.agent.diff;

import dev.lvs.agent.diff.Diff.Steps;
import dev.lvs.agent.model.Change.StartDaemon;
import dev.lvs.agent.model.Change.StopDaemon;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.SyncDaemon;
import java.util.Objects;
import java.util.Set;

/**
 * The part about the connection-sync daemons. One that is to be otherwise is stopped and started:
 * the kernel edits none. What was learnt from the other directors stays.
 */
final class DaemonDiff {
  /** What a daemon reads when it starts, and never again ({@code start_sync_thread}). */
  private static final Set<String> READ_AT_START =
      Set.of("net/ipv4/vs/sync_ports", "net/ipv4/vs/sync_sock_size");

  private final KernelState desired;
  private final KernelState observed;
  private final Ownership owned;

  DaemonDiff(KernelState desired, KernelState observed, Ownership owned) {
    this.desired = desired;
    this.observed = observed;
    this.owned = owned;
  }

  void start(Steps steps) {
    boolean stale = READ_AT_START.stream().anyMatch(this::isSetHere);
    for (SyncDaemon wanted : desired.daemons().values()) {
      SyncDaemon present = observed.daemons().get(wanted.state());
      if (present == null) {
        steps.add(new StartDaemon(wanted));
      } else if (!owned.daemons().contains(present)) {
        steps.leave(new Foreign.Daemon(present, !present.equals(wanted)));
      } else if (stale || !present.equals(wanted)) {
        steps.add(new StopDaemon(present));
        steps.add(new StartDaemon(wanted));
      }
    }
  }

  void stop(Steps steps) {
    for (SyncDaemon present : observed.daemons().values()) {
      if (owned.daemons().contains(present) && !desired.daemons().containsKey(present.state())) {
        steps.add(new StopDaemon(present));
      }
    }
  }

  private boolean isSetHere(String path) {
    return desired.sysctls().containsKey(path)
        && observed.sysctls().containsKey(path)
        && !Objects.equals(desired.sysctls().get(path), observed.sysctls().get(path));
  }
}
