package dev.lvs.agent.object;

import java.util.List;

/**
 * A kind of kernel object, e.g. host addresses: everything that ledger, batches, prerequisites and
 * outcomes need of it. It has one instance.
 *
 * @param <S> its state in a kernel
 */
public interface ObjectKind<S> {
  /** The way to those of a kernel. */
  KernelPart<S> open(KernelAccess access);

  /** Returns what changes of this kind need, and what others need of them, for one round. */
  default List<Prerequisite> prerequisites(KernelAccess access) {
    return List.of();
  }
}
