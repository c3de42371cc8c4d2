package dev.lvs.agent.netlink;

import java.nio.ByteBuffer;

/** Finds out whether a message received by multicast sockets is relevant. */
public final class Notifications {
  /** The kernel's own messages are smaller; a longer one counts as of interest. */
  private static final int RECEIVE_BYTES = 16 * 1024;

  /** Datagrams that are read in one go. */
  static final int MOST = 512;

  private final Multicast sockets;
  private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);
  private final ReplyReader messages = new ReplyReader();

  /** Tells whether a message is relevant. */
  @FunctionalInterface
  public interface Filter {
    boolean matters(int type, AttributeReader payload);
  }

  public Notifications(Multicast sockets) {
    this.sockets = sockets;
  }

  /**
   * Reads what arrived. Where the kernel had no room for all of it (ENOBUFS), or it cannot be read,
   * it may have been of interest.
   */
  public boolean matter(int protocol, Filter filter) {
    boolean matters = false;
    for (int i = 0; i < MOST; i++) {
      received.clear();
      int length = sockets.receive(protocol, received);
      if (length == Transport.SILENCE) {
        return matters;
      }
      // once is enough; the rest is only taken out of the way
      matters = matters || length == Transport.OVERRUN || matters(length, filter);
    }
    return matters;
  }

  private boolean matters(int length, Filter filter) {
    if (length > received.capacity()) {
      return true;
    }
    try {
      messages.over(received.clear().limit(length));
      while (messages.next()) {
        if (filter.matters(messages.type(), messages.payload())) {
          return true;
        }
      }
      return false;
    } catch (MalformedReplyException e) {
      return true;
    }
  }
}
