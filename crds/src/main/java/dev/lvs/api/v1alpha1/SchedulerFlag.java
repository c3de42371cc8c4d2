package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Flags of a scheduler, as `ipvsadm -b` spells them. */
public enum SchedulerFlag {
  /** sh passes over servers of weight 0 and failed ones. */
  @JsonProperty("sh-fallback")
  SH_FALLBACK,
  /** sh hashes the source port too. */
  @JsonProperty("sh-port")
  SH_PORT,
  /** mh passes over servers of weight 0. */
  @JsonProperty("mh-fallback")
  MH_FALLBACK,
  /** mh hashes the source port too. */
  @JsonProperty("mh-port")
  MH_PORT,
  /** First flag by number. */
  @JsonProperty("flag-1")
  FLAG_1,
  /** Second flag by number. */
  @JsonProperty("flag-2")
  FLAG_2,
  /** Third flag by number. */
  @JsonProperty("flag-3")
  FLAG_3;

  /** The name as manifests, ipvsadm and the kernel spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
