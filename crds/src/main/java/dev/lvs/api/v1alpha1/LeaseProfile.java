package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How fast a Lease is renewed and taken over; the times are the agent's. */
public enum LeaseProfile {
  /** Renewed every second; after a crash another director answers within 6.5 s. */
  @JsonProperty("Standard")
  STANDARD,
  /** Renewed every 0.3 s; another answers within 2.2 s. A call to the API may take 1 s. */
  @JsonProperty("Fast")
  FAST,
  /** Renewed every 2 s; another answers within 15 s. A call to the API may take 10 s. */
  @JsonProperty("Sticky")
  STICKY
}
