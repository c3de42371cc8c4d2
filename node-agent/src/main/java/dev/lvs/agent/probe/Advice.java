package dev.lvs.agent.probe;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The work that a server says it can take, by HAProxy's agent-check protocol.
 *
 * @param percent of its configured weight, 0 to 256; empty leaves it as it is
 * @param state the state it asks for; empty leaves it unchanged
 */
public record Advice(OptionalInt percent, Optional<State> state) {
  /** Administrative state that a server asks for. */
  public enum State {
    /** Takes new connections again, after {@link #DRAIN} or {@link #MAINTENANCE}. */
    READY,
    /** No new connections. */
    DRAIN,
    /** Out of service, by hand. */
    MAINTENANCE
  }
}
