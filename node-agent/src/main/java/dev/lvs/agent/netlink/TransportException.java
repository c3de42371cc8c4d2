package dev.lvs.agent.netlink;

import java.util.Optional;

/**
 * The netlink transport is broken: the outcome of requests in flight is unknown, and the whole
 * round has to be retried.
 */
public class TransportException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Optional<Errno> errno;

  public TransportException(String message) {
    super(message);
    this.errno = Optional.empty();
  }

  /**
   * A system call that failed.
   *
   * @param call what was tried, as an admin reads it: {@code "send 32768 bytes to netlink"}
   */
  public TransportException(String call, Errno errno) {
    super(call + ": " + errno);
    this.errno = Optional.of(errno);
  }

  /** Returns whether it is about a system call that failed so. */
  public boolean isFor(Errno other) {
    return errno.filter(other::equals).isPresent();
  }
}
