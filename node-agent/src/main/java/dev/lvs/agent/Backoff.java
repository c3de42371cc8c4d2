package dev.lvs.agent;

import java.time.Duration;

/** How long to wait before the next try: twice as long after each failure, up to a limit. */
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** The time to wait after one more failure. */
  Duration afterFailure() {
    Duration now = next;
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return now;
  }

  void afterSuccess() {
    next = first;
  }
}
