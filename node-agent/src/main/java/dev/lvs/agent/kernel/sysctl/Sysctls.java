package dev.lvs.agent.kernel.sysctl;

import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import java.util.Map;

/** Sysctls, as a kind of kernel object. */
public final class Sysctls implements ObjectKind<Map<String, String>> {
  /** The one instance. */
  public static final Sysctls KIND = new Sysctls();

  private Sysctls() {}

  @Override
  public KernelPart<Map<String, String>> open(KernelAccess access) {
    return new SysctlFiles(access.sysctls());
  }
}
