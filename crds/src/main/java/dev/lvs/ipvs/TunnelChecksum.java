package dev.lvs.ipvs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * Checksum of the outer header, as ipvsadm spells it ({@code IP_VS_TUNNEL_ENCAP_FLAG_*}); GUE and
 * GRE only.
 */
public enum TunnelChecksum {
  /** No checksum. */
  @JsonProperty("none")
  NONE,
  /** Checksum over the outer header. */
  @JsonProperty("csum")
  CSUM,
  /** Remote checksum offload, GUE only. */
  @JsonProperty("remcsum")
  REMCSUM;

  /** The name as manifests, ipvsadm and the kernel spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
