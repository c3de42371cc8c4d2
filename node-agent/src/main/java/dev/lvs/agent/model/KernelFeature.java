package dev.lvs.agent.model;

/** Optional kernel features: only some plans need them, and some kernels lack them. */
public enum KernelFeature {
  /** The helper of IPVS for FTP, which NAT needs. */
  FTP_HELPER,

  /** SCTP in IPVS, which takes such services without it as well, and never serves them. */
  SCTP,

  /** An nftables table that can do to packets what ours does. */
  PACKET_RULES,

  /** Zones of conntrack, which keep the beginnings of connections apart from the rest of them. */
  CONNTRACK_ZONES
}
