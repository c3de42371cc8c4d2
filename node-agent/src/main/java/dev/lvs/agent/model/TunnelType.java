package dev.lvs.agent.model;

/** The encapsulations of {@code IP_VS_CONN_F_TUNNEL_TYPE_*}. */
public enum TunnelType {
  IPIP,
  GUE,
  GRE
}
