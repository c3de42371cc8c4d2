package dev.lvs.agent.netlink;

/**
 * The way to the kernel is broken: what was under way is unknown, and the whole round is to be
 * tried again.
 */
public class TransportException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public TransportException(String message) {
    super(message);
  }

  /**
   * A system call that failed.
   *
   * @param call what was tried, as an admin reads it: {@code "send 32768 bytes to netlink"}
   */
  public TransportException(String call, Errno errno) {
    super(call + ": " + errno);
  }
}
