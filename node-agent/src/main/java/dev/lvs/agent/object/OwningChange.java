package dev.lvs.agent.object;

/** A change by which the agent begins or ceases to own an object. */
public interface OwningChange extends Change {
  /** Returns what it makes ours, or what ends to be. */
  Claim claim();

  /** Returns whether it takes away what it is about, or puts it back. */
  boolean isEnd();
}
