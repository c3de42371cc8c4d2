package dev.lvs.agent.kernel.neighbour;

import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Nothing;
import dev.lvs.agent.object.ObjectKind;

/** What neighbours know of VIPs; no kernel of this node holds it. */
public final class Neighbours implements ObjectKind<Nothing> {
  /** The one instance. */
  public static final Neighbours KIND = new Neighbours();

  private Neighbours() {}

  @Override
  public KernelPart<Nothing> open(KernelAccess access) {
    return new NeighbourPart(access);
  }
}
