package dev.lvs.agent.failover;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Counters of a group on this node since its agent was started.
 *
 * @param moves how often this node got the VIPs from another, or from nobody
 * @param losses how often they went from here, by cause
 * @param renewals of the Lease that were confirmed in time
 * @param failedRenewals others: refused, lost or too late
 * @param longestRenewal that was confirmed in time; zero before the first
 * @param leastMargin shortest time that the token had left when a renewal was confirmed; empty
 *     before the first
 */
public record LeaseCounts(
    long moves,
    Map<Cause, Long> losses,
    long renewals,
    long failedRenewals,
    Duration longestRenewal,
    Optional<Duration> leastMargin) {
  /** Cause for which VIPs go from a node. */
  public enum Cause {
    /** The node gives them up: it cannot serve, or is not to. */
    LEFT("Left"),
    /** The Lease names another holder, or is gone. */
    TAKEN("Taken"),
    /** Another station answers, and may have taken the Lease rightly. */
    HEARD("Heard"),
    /** The kernel did not do what was to be done with the gate. */
    FENCE("Fence"),
    /** The token ran out before the Lease was renewed. */
    EXPIRED("Expired");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    /** The word in CamelCase. */
    public String text() {
      return text;
    }
  }

  public LeaseCounts {
    losses = Map.copyOf(losses);
  }
}
