package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Action on a real server whose health check fails. */
public enum OnFailure {
  /** Weight 0: established connections go on. */
  @JsonProperty("quiesce")
  QUIESCE,
  /** Removed from the table. */
  @JsonProperty("remove")
  REMOVE;

  /** The name as manifests, ipvsadm and the kernel spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
