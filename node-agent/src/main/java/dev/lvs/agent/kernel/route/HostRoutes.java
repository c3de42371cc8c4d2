package dev.lvs.agent.kernel.route;

import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.net.IpAddress;
import java.util.Set;

/** Host routes whose gateway is the host itself. */
public final class HostRoutes implements ObjectKind<Set<IpAddress>> {
  /** The one instance. */
  public static final HostRoutes KIND = new HostRoutes();

  private HostRoutes() {}

  @Override
  public KernelPart<Set<IpAddress>> open(KernelAccess access) {
    return new RoutePart(access.route());
  }
}
