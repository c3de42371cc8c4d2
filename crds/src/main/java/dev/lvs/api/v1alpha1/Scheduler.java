package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The schedulers of the kernel, spelt as ipvsadm spells them. */
public enum Scheduler {
  /** Round robin. */
  @JsonProperty("rr")
  RR,
  /** Weighted round robin. */
  @JsonProperty("wrr")
  WRR,
  /** Least connection. */
  @JsonProperty("lc")
  LC,
  /** Weighted least connection. */
  @JsonProperty("wlc")
  WLC,
  /** Weighted failover. */
  @JsonProperty("fo")
  FO,
  /** Weighted overflow. */
  @JsonProperty("ovf")
  OVF,
  /** Locality-based least connection. */
  @JsonProperty("lblc")
  LBLC,
  /** Locality-based least connection with replication. */
  @JsonProperty("lblcr")
  LBLCR,
  /** Destination hashing. */
  @JsonProperty("dh")
  DH,
  /** Source hashing. */
  @JsonProperty("sh")
  SH,
  /** Maglev hashing. */
  @JsonProperty("mh")
  MH,
  /** Shortest expected delay. */
  @JsonProperty("sed")
  SED,
  /** Never queue. */
  @JsonProperty("nq")
  NQ,
  /** Weighted random twos choice. */
  @JsonProperty("twos")
  TWOS;

  /** The name as manifests, ipvsadm and the kernel spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
