package dev.lvs.compile.problem;

/** Effect of a problem on the resource that has it. */
public enum Consequence {
  /**
   * The resource is not in force; what its last good version programmed stays while it is granted.
   */
  REFUSED,
  /** The resource is in force but for the part that the message names. */
  LEFT_OUT,
  /** The resource is in force as it stands; its author may not have meant that. */
  NOTED
}
