package dev.lvs.agent.netlink;

/**
 * One request to the kernel, not yet bytes: the exchange gives it its sequence number and writes it
 * into the batch.
 *
 * @param type {@code nlmsg_type}: the family's id for generic netlink, RTM_* for routing
 * @param flags {@code nlmsg_flags} beyond those the exchange sets itself (REQUEST, ACK, DUMP)
 * @param payload writes the bytes behind the header; it may be asked more than once
 */
public record Message(int type, int flags, Payload payload) {

  /** Writes the payload behind a message's header. */
  @FunctionalInterface
  public interface Payload {
    void writeTo(AttributeWriter writer);
  }

  public Message {
    if ((type & 0xffff) != type || (flags & 0xffff) != flags) {
      throw new IllegalArgumentException("type " + type + " and flags " + flags + " are u16");
    }
  }
}
