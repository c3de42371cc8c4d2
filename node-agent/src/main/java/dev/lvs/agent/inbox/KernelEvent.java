package dev.lvs.agent.inbox;

/** A part of the kernel that told of a change. It says that a look is due, never what changed. */
public enum KernelEvent {
  /** Links, addresses or routes (rtnetlink). */
  ROUTING,

  /** Our nftables table. */
  PACKET_TABLE
}
