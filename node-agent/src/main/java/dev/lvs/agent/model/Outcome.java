package dev.lvs.agent.model;

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

    /** The cause where nothing stands that a VIP is for, and it is therefore not held. */
    public static final String VIP_WITHHELD = "VipWithheld";

    /** The cause where a virtual server is not deleted, because others are in it meanwhile. */
    public static final String FOREIGN_DESTINATIONS = "ForeignDestinations";

    /**
     * Of a VIP behind which nothing stands.
     *
     * @param why what became of what it is for
     */
    public static Refused withheld(Vip vip, String why) {
      return new Refused(
          new Change.AddVip(vip),
          VIP_WITHHELD,
          "VIP "
              + vip.address()
              + " is not held, because on this node nothing stands that it is for: "
              + why
              + ". It is held as soon as one of these stands.");
    }
  }

  /** The answer was lost; the next round observes and decides again. */
  record Unknown(Change change, String message) implements Outcome {}
}
