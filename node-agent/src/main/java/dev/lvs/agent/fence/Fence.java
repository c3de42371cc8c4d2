package dev.lvs.agent.fence;

import java.util.Map;
import java.util.Optional;

/**
 * Fence of one process on one node. Not thread-safe: used by the thread of the lease engine alone.
 */
public interface Fence extends AutoCloseable {
  /**
   * Makes the table fence this and nothing else, in one transaction: a new group is shut, one that
   * stays keeps its gate while addresses and devices of it come and go, one that is not named is
   * removed with its gate, whose addresses nobody holds back any more. Called the first time it
   * takes the table over from a former process, whose tokens in force stay until they run out or
   * another is committed.
   *
   * @return {@link FenceAnswer.Failed} also where the kernel cannot fence one of the devices, while
   *     the rest is done, and where somebody else has a table of this name
   */
  FenceAnswer shape(FenceShape shape);

  /**
   * The gate of a group that is part of the shape.
   *
   * @throws IllegalArgumentException for any other
   */
  Gate gate(String group);

  /**
   * Reads the table back. Cheap where no nftables table of the node was changed since the last
   * time.
   */
  Look look();

  /** Removes the table; {@link FenceAnswer.Done} where there is none of ours. */
  FenceAnswer remove();

  @Override
  void close();

  /**
   * Table as it stands.
   *
   * @param gates of each group of the shape
   * @param damage difference from what this process has written, since somebody flushed or changed
   *     the table or a device is gone; empty where it stands. {@link #shape} mends it, with the
   *     gates that were damaged shut
   */
  record Look(Map<String, GateState> gates, Optional<String> damage) {
    public Look {
      gates = Map.copyOf(gates);
    }
  }
}
