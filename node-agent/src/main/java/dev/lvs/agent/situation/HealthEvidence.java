package dev.lvs.agent.situation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Evidence for the health state of a real server.
 *
 * @param since when it came to be so; empty where nothing has been heard of the server
 * @param reason finding of the last probe, or why there is none, in words
 * @param failures how many probes in a row had failed when {@code reason} was noted; 0 where none
 *     did
 * @param lastGood when a probe succeeded last
 */
public record HealthEvidence(
    Optional<Instant> since, Optional<String> reason, int failures, Optional<Instant> lastGood) {
  /** Nothing has been heard. */
  public static final HealthEvidence NONE =
      new HealthEvidence(Optional.empty(), Optional.empty(), 0, Optional.empty());

  public HealthEvidence {
    if (failures < 0) {
      throw new IllegalArgumentException("failures are not negative: " + failures);
    }
  }

  /** A reason, and nothing else. */
  public static HealthEvidence of(String reason) {
    return new HealthEvidence(Optional.empty(), Optional.of(reason), 0, Optional.empty());
  }

  /** For people, e.g. {@code since 14:02:17Z: connection refused by ..., 3 times}. */
  public String words() {
    return since.map(time -> "since " + text(time) + ": ").orElse("")
        + reason.orElse("nothing has been heard of it yet")
        + (failures > 1 ? ", " + failures + " times" : "")
        + lastGood.map(time -> "; last good " + text(time)).orElse("");
  }

  /** A time in seconds, RFC 3339. */
  public static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
