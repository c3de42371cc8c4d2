package dev.lvs.agent.kernel.neighbour;

import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Nothing;
import dev.lvs.agent.object.ObjectKind;

/**
 * Announcements of VIPs to neighbours. Their effect is in the neighbours' caches and not in this
 * node's kernel.
 */
public final class Neighbours implements ObjectKind<Nothing> {
  /** The one instance. */
  public static final Neighbours KIND = new Neighbours();

  private Neighbours() {}

  @Override
  public KernelPart<Nothing> open(KernelAccess access) {
    return new NeighbourPart(access);
  }
}
