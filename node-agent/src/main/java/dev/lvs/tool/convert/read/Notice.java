package dev.lvs.tool.convert.read;

/**
 * One setting of a source that the manifests do not express, or not in the same way.
 *
 * @param message a sentence or two: why not, and the remedy where there is one
 */
public record Notice(Origin origin, Effect effect, String message) {
  /** Longest message in characters; it may quote a line of the source. */
  private static final int LONGEST = 2_048;

  public Notice {
    message = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
  }

  /** Scope of the difference: the table, or settings around it. */
  public enum Effect {
    /**
     * The kernel's table: a virtual server or real server is missing, or would balance otherwise.
     */
    TABLE,
    /** Returns what stands around the table: checks, alerts, failover. */
    SURROUNDINGS
  }

  /** One line. */
  @Override
  public String toString() {
    return origin + ": " + message;
  }
}
