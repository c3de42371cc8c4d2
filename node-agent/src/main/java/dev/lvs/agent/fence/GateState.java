package dev.lvs.agent.fence;

import java.time.Duration;
import java.util.Optional;

/**
 * Gate as the kernel has it.
 *
 * @param slot the slot whose token is in force; empty where the gate is shut for good, or follows
 *     the token of a former process
 * @param left how long that token lives, zero where the gate is shut; to be told, never to be
 *     written
 */
public record GateState(Optional<Slot> slot, Duration left) {
  /** Shut until a commit. */
  public static final GateState SHUT = new GateState(Optional.empty(), Duration.ZERO);

  /** Returns whether packets pass. */
  public boolean isOpen() {
    return left.isPositive();
  }
}
