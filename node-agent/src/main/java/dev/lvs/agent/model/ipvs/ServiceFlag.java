package dev.lvs.agent.model.ipvs;

/**
 * The flags of a virtual server that user space may set ({@code IP_VS_SVC_F_*},
 * include/uapi/linux/ip_vs.h).
 */
public enum ServiceFlag {
  /** A client stays with one real server. */
  PERSISTENT,
  /** Every datagram is scheduled by itself (UDP and firewall marks). */
  ONE_PACKET,
  /** First scheduler flag: the fallback flag of sh and mh. */
  SCHED_1,
  /** Second scheduler flag: the port flag of sh and mh. */
  SCHED_2,
  /** Third scheduler flag: unused by the kernel's schedulers. */
  SCHED_3
}
