package dev.lvs.agent.kernel.syncdaemon;

import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Prerequisite;
import java.util.Optional;

/** Refuses to set a sysctl that daemons read when they start while one still runs. */
final class DaemonsStopped implements Prerequisite {
  private Optional<String> goesOn = Optional.empty();

  @Override
  public void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied _, Outcome.AlreadySo _ -> {}
      case Outcome.Refused(var change, var _, var message) -> failed(change, message);
      case Outcome.Unknown(var change, var message) -> failed(change, message);
    }
  }

  private void failed(Change change, String message) {
    if (change instanceof StopDaemon) {
      goesOn = Optional.of(message);
    }
  }

  @Override
  public Optional<String> missingFor(Change change) {
    return change instanceof SetSysctl(var path, var _, var _)
        ? goesOn.filter(_ -> SyncDaemon.READ_AT_START.contains(path))
        : Optional.empty();
  }
}
