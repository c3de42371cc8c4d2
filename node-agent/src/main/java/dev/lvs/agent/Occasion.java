package dev.lvs.agent;

/** What a round is made for. */
enum Occasion {
  /** Another plan. */
  PLAN,

  /** Other decisions of what the plan is carried out with, or its time. */
  SITUATION,

  /** To see whether all is still as it should be. */
  DRIFT
}
