package dev.lvs.agent.object;

/** Outcome of one change: applied, unchanged, refused or unknown. */
public sealed interface Outcome {
  Change change();

  /** The kernel applied the change. */
  record Applied(Change change) implements Outcome {}

  /**
   * Unchanged: the object to be added was there already, or the one to be removed was gone. Changes
   * are idempotent in this sense.
   */
  record AlreadySo(Change change) implements Outcome {}

  /**
   * The kernel refused.
   *
   * @param cause answer of the kernel, e.g. {@code ENOENT}
   * @param message a sentence for the user: what was tried, on what, why it failed, what to do
   */
  record Refused(Change change, String cause, String message) implements Outcome {
    /** The cause where another change that this one needs was refused, and this one not tried. */
    public static final String PREREQUISITE = "PREREQUISITE";

    /** The cause where a virtual server is not deleted, because others are in it meanwhile. */
    public static final String FOREIGN_DESTINATIONS = "ForeignDestinations";
  }

  /** The answer was lost; the next round observes and decides again. */
  record Unknown(Change change, String message) implements Outcome {}
}
