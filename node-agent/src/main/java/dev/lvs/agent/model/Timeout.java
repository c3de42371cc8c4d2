package dev.lvs.agent.model;

/**
 * The times after which IPVS forgets a connection without traffic. There is one of each for the
 * whole network namespace ({@code ip_vs_set_timeout}, net/netfilter/ipvs/ip_vs_ctl.c).
 */
public enum Timeout {
  /** Established TCP connections. */
  TCP,
  /** TCP connections after a FIN. */
  TCP_FIN,
  UDP
}
