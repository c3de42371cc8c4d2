package dev.lvs.agent.kernel.device;

import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Prerequisite;
import java.util.List;
import java.util.Set;

/** Devices of the agent that are up, and ports of GUE. */
public final class Devices implements ObjectKind<Set<OwnDevice>> {
  /** The one instance. */
  public static final Devices KIND = new Devices();

  private Devices() {}

  @Override
  public KernelPart<Set<OwnDevice>> open(KernelAccess access) {
    return new OwnDevices(access);
  }

  @Override
  public List<Prerequisite> prerequisites(KernelAccess access) {
    return List.of(new DevicesMade());
  }
}
