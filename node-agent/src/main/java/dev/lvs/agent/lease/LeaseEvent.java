package dev.lvs.agent.lease;

import java.util.Optional;

/**
 * Event of one group: a version seen, an answer, a decision, a station heard, an act of the kernel,
 * a time.
 */
public sealed interface LeaseEvent {
  /**
   * A watch or a list showed a version, however old.
   *
   * @param version empty where the object is gone
   */
  record Saw(Optional<LeaseVersion> version) implements LeaseEvent {}

  /** A request is answered, or given up. */
  record Replied(long request, LeaseReply reply) implements LeaseEvent {}

  /** The rest of the agent decided anew. */
  record Told(Circumstances circumstances) implements LeaseEvent {}

  /** Another station announced, or answered for, an address of the group. */
  record Heard(String mac) implements LeaseEvent {}

  /** A token was to be lengthened or shortened, and there was none alive. */
  record Lapsed() implements LeaseEvent {}

  /** The kernel did not acknowledge an act; those that were to follow it were left out. */
  record Failed(String reason) implements LeaseEvent {}

  /** The process is to end. */
  record Stop() implements LeaseEvent {}

  /** The time has come that a step asked for. */
  record Tick() implements LeaseEvent {}
}
