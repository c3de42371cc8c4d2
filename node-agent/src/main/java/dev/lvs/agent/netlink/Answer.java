package dev.lvs.agent.netlink;

import java.util.Optional;

/** Answer of the kernel to one request: a command, a query or a dump. */
public sealed interface Answer {

  /** The kernel did as it was told. */
  Answer ACCEPTED = new Accepted();

  /** The command was carried out, or the query or dump is complete. */
  record Accepted() implements Answer {}

  /**
   * The kernel refused and changed nothing.
   *
   * @param errno why; it means something only together with the request
   * @param text the kernel's own words (extended ack), which most subsystems do not have
   */
  record Refused(Errno errno, Optional<String> text) implements Answer {}

  /**
   * The answer was lost: the command may have been carried out or not. The caller observes the
   * kernel again; it must not retry the command blindly.
   */
  record Unknown(Loss loss) implements Answer {}

  /** Ways in which an answer is lost. */
  enum Loss {
    /** The receive buffer of the socket was full (ENOBUFS). */
    OVERRUN,
    /** A datagram was longer than the buffer that was to hold it (MSG_TRUNC). */
    TRUNCATED,
    /** Objects changed while they were dumped (NLM_F_DUMP_INTR), each time it was tried. */
    INTERRUPTED,
    /** The kernel said nothing for as long as the transport waits. */
    SILENCE,
    /** An earlier batch of the same call was lost, so this command was not sent at all. */
    NOT_SENT
  }
}
