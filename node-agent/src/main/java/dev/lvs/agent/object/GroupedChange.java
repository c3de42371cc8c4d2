package dev.lvs.agent.object;

/**
 * A change inside of something that other changes of the same batch are inside of too. Whatever is
 * done inside of what is new waits for the answer about that.
 */
public interface GroupedChange extends Change {
  /** What it is inside of. */
  Object group();

  /** Whether it is what makes that. */
  boolean opensGroup();
}
