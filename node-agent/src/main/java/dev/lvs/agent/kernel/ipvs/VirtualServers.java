package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Prerequisite;
import dev.lvs.ipvs.ServiceKey;
import java.util.List;
import java.util.Map;

/** Virtual servers with their destinations. */
public final class VirtualServers implements ObjectKind<Map<ServiceKey, VirtualServer>> {
  /** The one instance. */
  public static final VirtualServers KIND = new VirtualServers();

  private VirtualServers() {}

  @Override
  public KernelPart<Map<ServiceKey, VirtualServer>> open(KernelAccess access) {
    return new IpvsPart(access);
  }

  @Override
  public List<Prerequisite> prerequisites(KernelAccess access) {
    return List.of(new OwnEntries());
  }
}
