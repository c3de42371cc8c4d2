package dev.lvs.agent.failover;

import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.FenceAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fence that an agent before this one may have left on a node where no VIP has a Lease any more. It
 * goes after a round: what it keeps shut would answer until the round has taken it away. It must
 * not stay: the VIPs would be shut for ever where they are static by then. Not thread-safe.
 */
public final class LeftFence {
  private static final Logger LOG = LoggerFactory.getLogger(LeftFence.class);

  /** Looking for a fence loads nftables, which a node without one may do without. */
  private static final Path NF_TABLES = Path.of("/sys/module/nf_tables");

  private final Supplier<Fence> opening;
  private boolean gone;

  /**
   * A fence that nobody has looked for yet.
   *
   * @param opening of the fence in the network namespace of the calling thread
   */
  public LeftFence(Supplier<Fence> opening) {
    this.opening = opening;
  }

  /** Removes it, if it is there; to be called after each round, as the kernel may refuse. */
  public void remove() {
    if (gone) {
      return;
    }
    if (!Files.exists(NF_TABLES)) {
      gone = true;
      return;
    }
    try (Fence fence = opening.get()) {
      if (fence.remove() instanceof FenceAnswer.Failed(String reason)) {
        LOG.warn("The fence of an agent before cannot be removed ({}); trying again.", reason);
      } else {
        gone = true;
      }
    }
  }
}
