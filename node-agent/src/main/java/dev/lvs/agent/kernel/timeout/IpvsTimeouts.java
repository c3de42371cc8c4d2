package dev.lvs.agent.kernel.timeout;

import dev.lvs.agent.kernel.ipvs.IpvsFamily;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import java.util.Map;

/** The timeouts of IPVS. */
public final class IpvsTimeouts implements ObjectKind<Map<Timeout, Integer>> {
  /** The one instance. */
  public static final IpvsTimeouts KIND = new IpvsTimeouts();

  private IpvsTimeouts() {}

  @Override
  public KernelPart<Map<Timeout, Integer>> open(KernelAccess access) {
    return new TimeoutPart(IpvsFamily.of(access));
  }
}
