package dev.lvs.agent.object;

/** What became of one change. */
public sealed interface Outcome {
  Change change();

  /** The kernel did it. */
  record Applied(Change change) implements Outcome {}

  /**
   * There was nothing left to do: what was to be added stood there, or what was to be removed was
   * gone.
   */
  record AlreadySo(Change change) implements Outcome {}

  /**
   * The kernel refused.
   *
   * @param cause what the kernel answered, e.g. {@code ENOENT}
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
