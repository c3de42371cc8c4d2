package dev.lvs.agent.inbox;

/**
 * A part of the kernel that sent a change event. It says that an observation is due, never what
 * changed.
 */
public enum KernelEvent {
  /** Links, addresses or routes (rtnetlink). */
  ROUTING,

  /** Our nftables table. */
  PACKET_TABLE
}
