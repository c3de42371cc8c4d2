package dev.lvs.agent.lease;

import java.time.Duration;

/**
 * One thing to do for a group. The acts of one step are done in their order, each acknowledged
 * before the next; where the kernel does not acknowledge one, the rest is left out and told as
 * {@link LeaseEvent.Failed}. Requests are begun and not waited for.
 */
public sealed interface LeaseAct {
  /** Puts a token beside the one in force; the gate does not look at it. */
  record Arm(long token, Duration fence) implements LeaseAct {}

  /** Has the gate look at the token that was armed last, and at no other. */
  record Commit(long token) implements LeaseAct {}

  /** Shuts the gate and takes all tokens away. */
  record Close() implements LeaseAct {}

  /** Gives the token in force a new lifetime, unless it has run out ({@link LeaseEvent.Lapsed}). */
  record Extend(Duration fence) implements LeaseAct {}

  /** Has the token in force live no longer than this. */
  record Shorten(Duration fence) implements LeaseAct {}

  /** Writes the Lease, if it is still as it was seen: PUT with its uid and resourceVersion. */
  record Put(long request, LeaseVersion on, LeaseHolder holder, Duration length, int transitions)
      implements LeaseAct {}

  /** Creates the Lease with an unknown holder: POST. */
  record Create(long request, Duration length) implements LeaseAct {}

  /** Reads the Lease as it is: a consistent GET. */
  record Read(long request) implements LeaseAct {}

  /** Asks the network who answers for the addresses. */
  record Probe(long request) implements LeaseAct {}

  /** Tells the network that the addresses are here. */
  record Announce() implements LeaseAct {}

  /** There is nothing more to do before the process ends. */
  record Exit() implements LeaseAct {}
}
