package dev.lvs.ipvs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * Encapsulation of TUN, as {@code ipvsadm --tun-type} spells it ({@code
 * IP_VS_CONN_F_TUNNEL_TYPE_*}).
 */
public enum TunnelType {
  /** IP in IP. */
  @JsonProperty("ipip")
  IPIP,
  /** Generic UDP encapsulation. */
  @JsonProperty("gue")
  GUE,
  /** Generic routing encapsulation. */
  @JsonProperty("gre")
  GRE;

  /** The name as manifests, ipvsadm and the kernel spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
