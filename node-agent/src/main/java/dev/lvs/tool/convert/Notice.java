package dev.lvs.tool.convert;

import java.util.Optional;

/**
 * One thing of a source that the manifests do not say, or do not say in the same way.
 *
 * @param message a sentence or two: why not, and what to do where something can be done
 * @param field the field of a VirtualService that it explains; as long as directors do not take
 *     that, there is nothing to explain
 */
public record Notice(Origin origin, Effect effect, String message, Optional<String> field) {
  /** A notice that holds whatever directors take. */
  public Notice(Origin origin, Effect effect, String message) {
    this(origin, effect, message, Optional.empty());
  }

  /** What it is that differs. */
  public enum Effect {
    /**
     * The kernel's table: a virtual server or real server is missing, or would balance otherwise.
     */
    TABLE,
    /** What stands around the table: checks, alerts, failover. */
    SURROUNDINGS
  }

  /** One line. */
  @Override
  public String toString() {
    return origin + ": " + message;
  }
}
