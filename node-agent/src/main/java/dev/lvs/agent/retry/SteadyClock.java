package dev.lvs.agent.retry;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that nobody sets, for what is to be tried again after a while. Its instants say nothing
 * but how far they are apart.
 */
public enum SteadyClock implements InstantSource {
  STEADY;

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(System.nanoTime());
  }
}
