package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Network path of a probe. */
public enum ProbePath {
  /** Straight to the real server. */
  @JsonProperty("direct")
  DIRECT,
  /** Through the forwarding method, as a client's packet goes. */
  @JsonProperty("forwarding")
  FORWARDING;

  /** The name as manifests, ipvsadm and the kernel spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
