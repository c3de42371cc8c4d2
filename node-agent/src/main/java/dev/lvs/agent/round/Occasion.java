package dev.lvs.agent.round;

/** Reason for a round. */
public enum Occasion {
  /** Another plan. */
  PLAN,

  /** Other decisions of what the plan is carried out with, or its time. */
  SITUATION,

  /** To see whether all is still as it should be. */
  DRIFT
}
