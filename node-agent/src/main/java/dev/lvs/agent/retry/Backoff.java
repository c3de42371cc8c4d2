package dev.lvs.agent.retry;

import java.time.Duration;

/** Delay before the next retry: doubled after each failure, up to a limit. */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  public Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** The time to wait after one more failure. */
  public Duration afterFailure() {
    Duration now = next;
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return now;
  }

  public void afterSuccess() {
    next = first;
  }
}
