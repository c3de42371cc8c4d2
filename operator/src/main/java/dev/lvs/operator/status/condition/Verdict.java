package dev.lvs.operator.status.condition;

/**
 * One condition, without its transition time.
 *
 * @param type {@code Accepted}, {@code Programmed} or {@code Ready}
 * @param reason one word in CamelCase, for programs
 * @param message a sentence, for people: what is so, and where it is not as wished, what to do
 */
public record Verdict(String type, Truth truth, String reason, String message) {
  /** Truth value of a condition. */
  public enum Truth {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    /** Reads the word that Kubernetes uses; any other is unknown. */
    public static Truth of(String text) {
      return text.equals(TRUE.text) ? TRUE : text.equals(FALSE.text) ? FALSE : UNKNOWN;
    }

    Truth(String text) {
      this.text = text;
    }

    /** The word that Kubernetes uses. */
    public String text() {
      return text;
    }
  }

  /** The spec is understood and can be carried out. */
  public static final String ACCEPTED = "Accepted";

  /** The nodes concerned hold it. */
  public static final String PROGRAMMED = "Programmed";

  /** Clients are served. */
  public static final String READY = "Ready";

  /** One director has the VIPs. */
  public static final String HELD = "Held";

  /** A director has the VIPs, and the API server confirms nothing to it; absent where not. */
  public static final String HELD_WITHOUT_API = "HeldWithoutApi";

  /** A station answers for a VIP that is not to; absent where none does. */
  public static final String ADDRESS_CONFLICT = "AddressConflict";

  /** Clients have left a real server that is drained; absent where none is. */
  public static final String DRAINED = "Drained";

  /** FULLNAT has ports for more connections. */
  public static final String LOCAL_PORTS_LEFT = "LocalPortsLeft";

  /** The reason of what is unknown because it has not come about yet. */
  public static final String PENDING = "Pending";

  /**
   * Returns the same, and no better than {@code other}: true only where both are, false where one
   * is, and then with the reason of that one.
   */
  public Verdict atMost(Verdict other) {
    boolean bounded =
        other.truth != Truth.TRUE
            && truth != Truth.FALSE
            && (truth == Truth.TRUE || other.truth == Truth.FALSE);
    return bounded ? new Verdict(type, other.truth, other.reason, other.message) : this;
  }

  /** Holds: with the type as reason where all is as wished. */
  public static Verdict yes(String type, String reason, String message) {
    return new Verdict(type, Truth.TRUE, reason, message);
  }

  public static Verdict no(String type, String reason, String message) {
    return new Verdict(type, Truth.FALSE, reason, message);
  }

  public static Verdict unknown(String type, String reason, String message) {
    return new Verdict(type, Truth.UNKNOWN, reason, message);
  }
}
