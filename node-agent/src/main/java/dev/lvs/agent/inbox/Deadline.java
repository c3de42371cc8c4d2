package dev.lvs.agent.inbox;

/** A time at which the loop has work without any news. */
public enum Deadline {
  /** The kernel is to be looked at, since not everything tells of its changes. */
  LOOK,

  /** The planned state is over. */
  PLAN,

  /** Connections of destinations that are drained are to be counted again. */
  DRAIN,

  /** The loop is to come round, which shows that it lives. */
  TURN
}
