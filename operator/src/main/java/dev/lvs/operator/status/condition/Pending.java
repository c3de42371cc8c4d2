package dev.lvs.operator.status.condition;

import dev.lvs.api.v1alpha1.ResourceReport;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Patience with health checks that have just begun. An agent that starts anew knows of no real
 * server; without patience every start of one would write each status twice.
 */
public final class Pending {
  /** Time for which what was known before stands. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private Pending() {}

  /** Returns how much longer the first result may be due; empty for an entry of something else. */
  public static Optional<Duration> left(ResourceReport entry, Instant now) {
    if (!entry.reason().equals(ResourceReport.HEALTH_PENDING)) {
      return Optional.empty();
    }
    return since(entry)
        .map(since -> Duration.between(since, now))
        // of a clock that goes ahead nothing is known
        .filter(passed -> passed.compareTo(Duration.ofSeconds(-1)) >= 0)
        .map(PATIENCE::minus)
        .filter(Duration::isPositive)
        .map(left -> left.compareTo(PATIENCE) > 0 ? PATIENCE : left);
  }

  private static Optional<Instant> since(ResourceReport entry) {
    try {
      return Optional.ofNullable(entry.since()).map(Instant::parse);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
