package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Action of a director where a virtual service is below its quorum. */
public enum WhenLost {
  /** The sorry server alone gets new connections. */
  @JsonProperty("sorry")
  SORRY,
  /** The VIP is withdrawn from the director. */
  @JsonProperty("withdraw")
  WITHDRAW,
  /** The real servers that are left go on. */
  @JsonProperty("serve")
  SERVE;

  /** The name as manifests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
