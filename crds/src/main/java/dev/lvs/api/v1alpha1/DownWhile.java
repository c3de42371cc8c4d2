package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** State of a file in which the server of a check is down. */
public enum DownWhile {
  /** There is one. */
  @JsonProperty("exists")
  EXISTS,
  /** It holds a number other than 0. */
  @JsonProperty("nonzero")
  NONZERO,
  /** It holds 0, or no number, or is missing. */
  @JsonProperty("zero")
  ZERO,
  /** None: its number changes the weight. */
  @JsonProperty("never")
  NEVER;

  /** The name as manifests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
