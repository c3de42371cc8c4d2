package dev.lvs.agent.probe;

import java.util.Optional;

/**
 * The work that a server can take, as its check tells.
 *
 * @param load empty leaves its weight as it is
 * @param state the state it asks for by HAProxy's agent-check protocol; empty leaves it unchanged
 */
public record Advice(Optional<Load> load, Optional<State> state) {
  /** A weight as a function of the configured one. */
  public sealed interface Load {
    /** The weight that follows, 0 to 2^31-1. */
    int of(int configured);

    /**
     * A part of it, and never nothing of something.
     *
     * @param percent 0 to 256
     */
    record Percent(int percent) implements Load {
      @Override
      public int of(int configured) {
        return (int) Math.min(Math.ceilDiv((long) configured * percent, 100), Integer.MAX_VALUE);
      }
    }

    /**
     * A weight of its own.
     *
     * @param weight 0 to 253
     */
    record Exactly(int weight) implements Load {
      @Override
      public int of(int configured) {
        return weight;
      }
    }

    /** So much more, or less; not below 0. */
    record More(long added) implements Load {
      @Override
      public int of(int configured) {
        return Math.clamp(configured + added, 0, Integer.MAX_VALUE);
      }
    }
  }

  /** Administrative state that a server asks for. */
  public enum State {
    /** Takes new connections again, after {@link #DRAIN} or {@link #MAINTENANCE}. */
    READY,
    /** No new connections. */
    DRAIN,
    /** Out of service, by hand. */
    MAINTENANCE
  }

  /** A weight, and no state. */
  public static Advice of(Load load) {
    return new Advice(Optional.of(load), Optional.empty());
  }
}
