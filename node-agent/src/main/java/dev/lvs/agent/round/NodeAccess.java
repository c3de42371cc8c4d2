package dev.lvs.agent.round;

import dev.lvs.agent.drain.DrainMemory;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.ledger.Ledger;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernel and the ledger of the node, opened on the thread that uses them: sockets belong to the
 * network namespace of the thread that opens them.
 */
public final class NodeAccess implements AutoCloseable {
  private final Supplier<Kernel> opener;
  private final Path stateDirectory;
  private @Nullable Kernel kernel;
  private @Nullable Ledger ledger;
  private @Nullable DrainMemory drains;

  public NodeAccess(Supplier<Kernel> opener, Path stateDirectory) {
    this.opener = opener;
    this.stateDirectory = stateDirectory;
  }

  public Kernel kernel() {
    Kernel open = kernel;
    if (open == null) {
      open = opener.get();
      kernel = open;
    }
    return open;
  }

  public Ledger ledger() {
    Ledger open = ledger;
    if (open == null) {
      open = Ledger.open(stateDirectory, kernel().life());
      ledger = open;
    }
    return open;
  }

  /** Returns what is remembered of drains, by who has the ledger. */
  public DrainMemory drains() {
    DrainMemory open = drains;
    if (open == null) {
      open = DrainMemory.open(stateDirectory, kernel().life());
      drains = open;
    }
    return open;
  }

  /** Lets go of both after a failure; the next use opens them anew. */
  @Override
  public void close() {
    try {
      if (kernel != null) {
        kernel.close();
      }
    } finally {
      kernel = null;
      if (ledger != null) {
        ledger.close();
      }
      ledger = null;
      drains = null;
    }
  }
}
