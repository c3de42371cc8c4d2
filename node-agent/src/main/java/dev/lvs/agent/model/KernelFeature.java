package dev.lvs.agent.model;

/** Optional features of a node: only some plans need them, and some nodes lack them. */
public enum KernelFeature {
  /** The helper of IPVS for FTP, which NAT needs. */
  FTP_HELPER,

  /** SCTP in IPVS, which takes such services without it as well, and never serves them. */
  SCTP,

  /** An nftables table that can do to packets what ours does. */
  PACKET_RULES,

  /** Zones of conntrack, which keep the beginnings of connections apart from the rest of them. */
  CONNTRACK_ZONES,

  /** An established BGP session of any program, by which routers may learn of VIPs. */
  BGP_SESSION
}
