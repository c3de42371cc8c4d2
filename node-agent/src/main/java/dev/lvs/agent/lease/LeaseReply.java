package dev.lvs.agent.lease;

import java.util.Optional;

/** Outcome of a request to the API server, or of a question to the network. */
public sealed interface LeaseReply {
  /** The write was done. */
  record Written(LeaseVersion version) implements LeaseReply {}

  /** The write was refused and not done: 404, 409, 410, 422. */
  record Conflict() implements LeaseReply {}

  /**
   * The outcome is not known: time-out, lost connection, 429, 5xx. A write may have been done, or
   * may still be done later.
   */
  record Lost() implements LeaseReply {}

  /**
   * Answer to a consistent read.
   *
   * @param version empty where there is no such object
   */
  record Found(Optional<LeaseVersion> version) implements LeaseReply {}

  /** Nobody on the network answers for the addresses. */
  record Silent() implements LeaseReply {}

  /** Somebody else answers for one of the addresses. */
  record Answered(String mac) implements LeaseReply {}
}
