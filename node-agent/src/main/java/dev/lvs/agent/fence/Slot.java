package dev.lvs.agent.fence;

/** One of the two places for tokens that a process has in each gate; the other is in force. */
public enum Slot {
  A,
  B;

  /** The place for the next token. */
  public Slot other() {
    return this == A ? B : A;
  }
}
