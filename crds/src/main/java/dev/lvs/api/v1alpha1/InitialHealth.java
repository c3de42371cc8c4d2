package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Health that a real server is assumed to have until the first result of its check. */
public enum InitialHealth {
  /** It gets clients. */
  @JsonProperty("up")
  UP,
  /** It gets none. */
  @JsonProperty("down")
  DOWN;

  /** The name as manifests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
