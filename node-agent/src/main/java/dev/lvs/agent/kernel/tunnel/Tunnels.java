package dev.lvs.agent.kernel.tunnel;

import dev.lvs.agent.model.tunnel.Unwrapper;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Prerequisite;
import java.util.List;
import java.util.Set;

/** Tunnel devices that are up, and ports of GUE. */
public final class Tunnels implements ObjectKind<Set<Unwrapper>> {
  /** The one instance. */
  public static final Tunnels KIND = new Tunnels();

  private Tunnels() {}

  @Override
  public KernelPart<Set<Unwrapper>> open(KernelAccess access) {
    return new Unwrappers(access);
  }

  @Override
  public List<Prerequisite> prerequisites(KernelAccess access) {
    return List.of(new DevicesMade());
  }
}
