package dev.lvs.agent.netlink;

import static dev.lvs.agent.netlink.Netlink.NLMSGERR_ATTR_MSG;
import static dev.lvs.agent.netlink.Netlink.NLMSG_DONE;
import static dev.lvs.agent.netlink.Netlink.NLMSG_ERROR;
import static dev.lvs.agent.netlink.Netlink.NLMSG_HDRLEN;
import static dev.lvs.agent.netlink.Netlink.NLM_F_ACK_TLVS;
import static dev.lvs.agent.netlink.Netlink.NLM_F_CAPPED;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A cursor over the messages of one received datagram. */
final class ReplyReader {

  private byte[] buffer = new byte[4096];
  private final AttributeReader payload = new AttributeReader(buffer, 0, 0);
  private int length;
  private int next;
  private int start;
  private int messageEnd;

  /** Starts at the first message of a datagram. */
  void over(ByteBuffer datagram) {
    length = datagram.remaining();
    if (length > buffer.length) {
      buffer = new byte[Math.max(length, 2 * buffer.length)];
      payload.over(buffer);
    }
    datagram.get(buffer, 0, length);
    next = 0;
  }

  /** Goes to the next message; false at the datagram's end. */
  boolean next() {
    if (next >= length) {
      return false;
    }
    int room = length - next;
    int size = room < NLMSG_HDRLEN ? 0 : HostOrder.s32(buffer, next);
    if (size < NLMSG_HDRLEN || size > room) {
      throw new MalformedReplyException(
          "a message says it is "
              + Integer.toUnsignedString(size)
              + " bytes long where "
              + room
              + " are left");
    }
    start = next;
    messageEnd = start + size;
    next = Math.min(start + Netlink.align(size), length);
    payload.over(start + NLMSG_HDRLEN, messageEnd);
    return true;
  }

  int type() {
    return HostOrder.u16(buffer, start + 4);
  }

  int flags() {
    return HostOrder.u16(buffer, start + 6);
  }

  int sequence() {
    return HostOrder.s32(buffer, start + 8);
  }

  /** Returns what stands behind the header; the one reader of all messages. */
  AttributeReader payload() {
    return payload;
  }

  /**
   * Returns what an NLMSG_ERROR or NLMSG_DONE says: accepted, or refused with the kernel's words.
   */
  Answer verdict() {
    int error = payload.fixedS32();
    if (error == 0) {
      return Answer.ACCEPTED;
    }
    // -2^31 has no positive counterpart; the kernel's are above -4096 (MAX_ERRNO)
    if (error > 0 || error < -4095) {
      throw new MalformedReplyException("the kernel answers with error code " + error);
    }
    return new Answer.Refused(new Errno(-error), kernelText());
  }

  private Optional<String> kernelText() {
    if ((flags() & NLM_F_ACK_TLVS) == 0) {
      return Optional.empty();
    }
    int attributes = start + NLMSG_HDRLEN + Integer.BYTES;
    if (type() == NLMSG_ERROR) {
      // netlink_ack(): the request follows the code, whole, or cut to its header
      int request = payload.fixedS32();
      attributes +=
          (flags() & NLM_F_CAPPED) != 0
              ? NLMSG_HDRLEN
              : Netlink.align(Math.max(request, NLMSG_HDRLEN));
    }
    if (attributes < start || attributes > messageEnd) {
      throw new MalformedReplyException("an error's text starts outside of its message");
    }
    payload.over(attributes, messageEnd);
    while (payload.next()) {
      if (payload.type() == NLMSGERR_ATTR_MSG) {
        return Optional.of(payload.string());
      }
    }
    return Optional.empty();
  }

  boolean isVerdict() {
    return type() == NLMSG_ERROR || type() == NLMSG_DONE;
  }
}
