package dev.lvs.agent.netlink;

/**
 * Malformed bytes from the kernel: a length that exceeds the message, a value of the wrong size.
 */
public final class MalformedReplyException extends TransportException {

  private static final long serialVersionUID = 1;

  public MalformedReplyException(String message) {
    super(message);
  }
}
