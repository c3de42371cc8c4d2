package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Nothing;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Prerequisite;
import java.util.List;

/** Connections of conntrack; no claim and no state has them. */
public final class ConntrackFlows implements ObjectKind<Nothing> {
  /** The one instance. */
  public static final ConntrackFlows KIND = new ConntrackFlows();

  private ConntrackFlows() {}

  @Override
  public KernelPart<Nothing> open(KernelAccess access) {
    return new FlowPart(access.netfilter());
  }

  @Override
  public List<Prerequisite> prerequisites(KernelAccess access) {
    return List.of(new ServersRemoved());
  }
}
