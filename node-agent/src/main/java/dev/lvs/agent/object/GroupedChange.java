package dev.lvs.agent.object;

/**
 * A change inside of a containing object, with other changes of the same batch. Changes inside of a
 * new object wait for the kernel's answer to its creation.
 */
public interface GroupedChange extends Change {
  /** Returns what it is inside of. */
  Object group();

  /** Returns whether it is what makes that. */
  boolean opensGroup();
}
