package dev.lvs.agent.kernel.syncdaemon;

import dev.lvs.agent.kernel.ipvs.IpvsFamily;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Prerequisite;
import java.util.List;
import java.util.Map;

/** The connection-sync daemons of IPVS. */
public final class SyncDaemons implements ObjectKind<Map<SyncDaemon.State, SyncDaemon>> {
  /** The one instance. */
  public static final SyncDaemons KIND = new SyncDaemons();

  private SyncDaemons() {}

  @Override
  public KernelPart<Map<SyncDaemon.State, SyncDaemon>> open(KernelAccess access) {
    return new DaemonPart(IpvsFamily.of(access));
  }

  @Override
  public List<Prerequisite> prerequisites(KernelAccess access) {
    return List.of(new DaemonsStopped());
  }
}
