package dev.lvs.agent.fence;

/** Result of one act on the fence. */
public sealed interface FenceAnswer {
  /** The kernel acknowledged the whole act. */
  record Done() implements FenceAnswer {}

  /** The token in force has run out, and nothing was changed: only a new one opens the gate. */
  record Expired() implements FenceAnswer {}

  /**
   * The act is not known to be done: the kernel refused it and changed nothing, or its answer was
   * lost.
   *
   * @param reason the try, the kernel's answer, and the remedy
   */
  record Failed(String reason) implements FenceAnswer {}

  /** Returns whether the kernel acknowledged it. */
  default boolean isDone() {
    return this instanceof Done;
  }
}
