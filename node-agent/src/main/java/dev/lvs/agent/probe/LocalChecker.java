package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.Poll;

/** Checks servers by what is on this node: a file, or a program. Immutable. */
public non-sealed interface LocalChecker extends CheckMethod {
  /**
   * Begins one probe.
   *
   * @param poll that tells when it goes on
   * @param token what the poll gives then
   */
  BegunProbe begin(Target target, Poll poll, long token);
}
