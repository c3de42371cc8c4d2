package dev.lvs.agent.kernel;

import dev.lvs.agent.ledger.LedgerException;
import dev.lvs.agent.object.Procfs;
import dev.lvs.agent.syscall.NamespaceLock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens the kernel for the only agent that may run in a network namespace; a second one is kept out
 * even with another state directory.
 */
public final class SoleAgent implements Supplier<Kernel>, AutoCloseable {
  private static final String NAME = "lvs-node-agent";

  private final Procfs procfs;
  private Optional<NamespaceLock> lock = Optional.empty();

  public SoleAgent(Procfs procfs) {
    this.procfs = procfs;
  }

  /**
   * Opens the kernel, in the calling thread's network namespace.
   *
   * @throws LedgerException when another agent is at work there
   */
  @Override
  public Kernel get() {
    if (lock.isEmpty()) {
      lock = NamespaceLock.take(NAME);
    }
    if (lock.isEmpty()) {
      throw new LedgerException(
          "another agent is at work in this network namespace, perhaps with another --state-dir;"
              + " stop it first (lvs run, or the pod of the DaemonSet lvs-node-agent)");
    }
    return Kernel.open(procfs);
  }

  /** Returns whether an agent is at work in the calling thread's network namespace. */
  public static boolean isAtWork() {
    return NamespaceLock.isTaken(NAME);
  }

  @Override
  public void close() {
    lock.ifPresent(NamespaceLock::close);
  }
}
