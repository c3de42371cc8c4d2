package dev.lvs.agent.fence;

import java.time.Duration;

/**
 * Gate of one group of addresses: open while the token in force lives, shut otherwise, for IP
 * packets to the addresses, ARP and neighbour solicitations for them, and ARP and neighbour
 * advertisements from them.
 *
 * <p>Each act is one transaction, and its answer is the kernel's acknowledgement. Lifetimes are 1
 * ms to 1 h; the kernel counts them from the moment in which it carries the act out. Not
 * thread-safe.
 */
public interface Gate {
  /**
   * Puts a fresh token into a slot that is not in force, in place of the one there. The gate stays
   * as it is. {@link FenceAnswer.Failed} for the slot in force.
   */
  FenceAnswer arm(Slot slot, Duration lifetime);

  /**
   * Has the gate follow the token in a slot from now on, and forgets the tokens of former
   * processes. One that has run out opens nothing; that is {@link FenceAnswer.Done} too. After
   * {@link FenceAnswer.Failed} the gate may follow it or the one before; {@link #close} ends that.
   */
  FenceAnswer commit(Slot slot);

  /** Shuts the gate, and takes all tokens away, also those that wait for a commit. */
  FenceAnswer close();

  /**
   * Gives the token in force a new lifetime, also that of a former process; {@link
   * FenceAnswer.Expired} where it has run out, since a gate that was shut opens only by a commit.
   */
  FenceAnswer extend(Duration lifetime);

  /**
   * Has the gate shut after at most this time; what is left of the token in force stays a limit.
   */
  FenceAnswer shorten(Duration most);
}
