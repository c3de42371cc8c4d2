package dev.lvs.agent.retry;

import java.time.Instant;
import java.time.InstantSource;

/** Monotonic clock for retries. Only differences of its instants mean anything. */
public enum SteadyClock implements InstantSource {
  STEADY;

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(System.nanoTime());
  }
}
