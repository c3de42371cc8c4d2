package dev.lvs.agent.health;

import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Present finding of the check of one destination, for people.
 *
 * @param evidence for the state; of an unknown one, what is in the way of a result
 * @param certificateEnd when the certificate that it showed last expires
 */
public record ServerFinding(
    ServiceKey service,
    DestinationKey destination,
    State state,
    HealthEvidence evidence,
    Optional<Instant> certificateEnd) {
  /** Health of a destination. */
  public enum State {
    HEALTHY("Healthy"),
    UNHEALTHY("Unhealthy"),
    /** It says by its agent-check that it takes no new connections. */
    DRAINED("Drained"),
    /** There is no result, or there are no probes any more. */
    UNKNOWN("Unknown");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The word in CamelCase. */
    public String text() {
      return text;
    }
  }
}
