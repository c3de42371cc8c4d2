package dev.lvs.agent.model;

/** Checksum of the outer header ({@code IP_VS_TUNNEL_ENCAP_FLAG_*}); GUE and GRE only. */
public enum TunnelChecksum {
  NONE,
  CSUM,
  /** Remote checksum offload, GUE only. */
  REMCSUM
}
