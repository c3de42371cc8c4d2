package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Mode in which the holder of a VIP is elected and announced to the network. */
public enum AnnouncementMode {
  /** Every director of the group holds its VIPs; gratuitous ARP when one comes up. */
  @JsonProperty("static")
  STATIC,
  /** One director at a time, by a Kubernetes Lease. */
  @JsonProperty("lease")
  LEASE,
  /** Every director has the VIPs where a BGP speaker announces them from. */
  @JsonProperty("bgp")
  BGP,
  /** One director at a time, by VRRP. */
  @JsonProperty("vrrp")
  VRRP,
  /** VIPs are not held by the agent. */
  @JsonProperty("none")
  NONE;

  /** The name as manifests, ipvsadm and the kernel spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
