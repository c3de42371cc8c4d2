package dev.lvs.agent.netlink;

/**
 * Bytes from the kernel that are not what netlink allows: a length that leads outside, a value of
 * the wrong size.
 */
public final class MalformedReplyException extends TransportException {

  private static final long serialVersionUID = 1;

  public MalformedReplyException(String message) {
    super(message);
  }
}
