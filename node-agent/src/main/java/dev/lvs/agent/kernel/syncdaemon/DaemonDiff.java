package dev.lvs.agent.kernel.syncdaemon;

import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import java.util.Objects;

/**
 * Diff of the connection-sync daemons. One whose settings differ is stopped and started: the kernel
 * has no command to edit one. Connections received from the other directors stay.
 *
 * <p>Some sysctls a daemon reads only when it starts. The values by which it runs are not visible,
 * so it is stopped before they are set, and they are not set where it could not be stopped: then
 * the next round retries.
 */
public final class DaemonDiff {
  private final KernelState desired;
  private final KernelState observed;
  private final Ownership owned;

  public DaemonDiff(KernelState desired, KernelState observed, Ownership owned) {
    this.desired = desired;
    this.observed = observed;
    this.owned = owned;
  }

  /** Stops those that are to read sysctls anew, before these are set. */
  public void stopStale(Steps steps) {
    if (isStale()) {
      for (SyncDaemon wanted : desired.daemons().values()) {
        SyncDaemon present = observed.daemons().get(wanted.state());
        if (present != null && owned.daemons().contains(present)) {
          steps.add(new StopDaemon(present));
        }
      }
    }
  }

  public void start(Steps steps) {
    boolean stale = isStale();
    for (SyncDaemon wanted : desired.daemons().values()) {
      SyncDaemon present = observed.daemons().get(wanted.state());
      if (present == null) {
        steps.add(new StartDaemon(wanted));
      } else if (!owned.daemons().contains(present)) {
        steps.leave(new Foreign.Daemon(present, !present.equals(wanted)));
      } else if (stale) {
        steps.add(new StartDaemon(wanted));
      } else if (!present.equals(wanted)) {
        steps.add(new StopDaemon(present));
        steps.add(new StartDaemon(wanted));
      }
    }
  }

  private boolean isStale() {
    return SyncDaemon.READ_AT_START.stream().anyMatch(path -> isSetHere(path) || isPutBack(path));
  }

  /** Returns whether a sysctl has to be put back before daemons are started, which read it. */
  public boolean isPutBack(String path) {
    String before = owned.sysctls().get(path);
    return SyncDaemon.READ_AT_START.contains(path)
        && !desired.daemons().isEmpty()
        && before != null
        && !desired.sysctls().containsKey(path)
        && !before.equals(observed.sysctls().getOrDefault(path, before));
  }

  public void stop(Steps steps) {
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
