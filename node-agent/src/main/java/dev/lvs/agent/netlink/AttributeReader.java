package dev.lvs.agent.netlink;

import static dev.lvs.agent.netlink.Netlink.NLA_HDRLEN;
import static dev.lvs.agent.netlink.Netlink.NLA_TYPE_MASK;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the payload of one message: first its fixed header, then attribute after attribute,
 * without copying.
 *
 * <p>Every length is checked against the message, not against the buffer, which still holds bytes
 * of earlier datagrams. A value is read only if the attribute is as long as its type. Unread
 * attributes are skipped. The only failure is {@link MalformedReplyException}.
 *
 * <pre>{@code
 * while (reader.next()) {
 *   switch (reader.type()) {
 *     case IPVS_DEST_ATTR_WEIGHT -> weight = reader.u32();
 *     case IPVS_DEST_ATTR_STATS -> { reader.enter(); ...; reader.leave(); }
 *     default -> {}
 *   }
 * }
 * }</pre>
 */
public final class AttributeReader {

  private static final int MAX_DEPTH = 8;

  private byte[] buffer;
  private int next;
  private int end;
  private int type;
  private int value;
  private int valueEnd;
  private final int[] outerNext = new int[MAX_DEPTH];
  private final int[] outerEnd = new int[MAX_DEPTH];
  private int depth;

  /** A cursor over the bytes from one index of the buffer to another. */
  public AttributeReader(byte[] buffer, int from, int to) {
    this.buffer = buffer;
    over(from, to);
  }

  void over(byte[] other) {
    buffer = other;
    over(0, 0);
  }

  void over(int from, int to) {
    next = from;
    end = to;
    value = from;
    valueEnd = from;
    depth = 0;
  }

  /** One byte of the fixed header. */
  public int fixedU8() {
    return Byte.toUnsignedInt(buffer[fixed(1)]);
  }

  /** Two bytes of the fixed header, in host order. */
  public int fixedU16() {
    return HostOrder.u16(buffer, fixed(2));
  }

  /**
   * Four bytes of the fixed header, in host order and signed: interface indexes and error codes.
   */
  public int fixedS32() {
    return HostOrder.s32(buffer, fixed(4));
  }

  /** Four bytes of the fixed header, in host order. */
  public long fixedU32() {
    return Integer.toUnsignedLong(fixedS32());
  }

  private int fixed(int length) {
    int at = next;
    if (end - at < length) {
      throw new MalformedReplyException(
          "a message of the kernel ends " + (end - at) + " bytes into a header field of " + length);
    }
    next = at + length;
    return at;
  }

  /** Goes to the next attribute of the message or nest; false where there is none. */
  public boolean next() {
    if (next >= end) {
      return false;
    }
    int at = next;
    int room = end - at;
    if (room < NLA_HDRLEN) {
      throw new MalformedReplyException(room + " bytes are left where an attribute should start");
    }
    int length = HostOrder.u16(buffer, at);
    type = HostOrder.u16(buffer, at + 2) & NLA_TYPE_MASK;
    if (length < NLA_HDRLEN || length > room) {
      throw new MalformedReplyException(
          "attribute "
              + type
              + " says it is "
              + length
              + " bytes long where "
              + room
              + " are left");
    }
    value = at + NLA_HDRLEN;
    valueEnd = at + length;
    // the last attribute may lack its padding
    next = Math.min(at + Netlink.align(length), end);
    return true;
  }

  /** The type of the current attribute, without its flag bits. */
  public int type() {
    return type;
  }

  /** The length of the current attribute's value in bytes. */
  public int length() {
    return valueEnd - value;
  }

  public int u8() {
    return Byte.toUnsignedInt(buffer[exactly(1)]);
  }

  public int u16() {
    return HostOrder.u16(buffer, exactly(2));
  }

  /** A 16-bit value in network order: ports. */
  public int be16() {
    return HostOrder.network16(buffer, exactly(2));
  }

  public long u32() {
    return Integer.toUnsignedLong(s32());
  }

  /** A 32-bit value in host order and signed: the weight, interface indexes. */
  public int s32() {
    return HostOrder.s32(buffer, exactly(4));
  }

  /** A 32-bit value in network order: IPv4 masks and addresses. */
  public long be32() {
    return network32(exactly(4));
  }

  /**
   * A 64-bit value in host order; above 2^63 it is negative, as {@link Long#toUnsignedString(long)}
   * expects.
   */
  public long u64() {
    return HostOrder.s64(buffer, exactly(8));
  }

  /**
   * A 32-bit field at an offset inside the current attribute, which is a struct: {@code
   * ifa_cacheinfo}, flags.
   */
  public long u32At(int offset) {
    return Integer.toUnsignedLong(HostOrder.s32(buffer, field(offset, 4)));
  }

  /** A 16-bit field in network order at an offset inside the current attribute. */
  public int be16At(int offset) {
    return HostOrder.network16(buffer, field(offset, 2));
  }

  /** A 32-bit field in network order at an offset inside the current attribute. */
  public long be32At(int offset) {
    return network32(field(offset, 4));
  }

  /**
   * A 64-bit field in network order at an offset inside the current attribute: half an IPv6
   * address.
   */
  public long be64At(int offset) {
    int at = field(offset, 8);
    return network32(at) << Integer.SIZE | network32(at + 4);
  }

  /** One byte at an offset inside the current attribute. */
  public int u8At(int offset) {
    return Byte.toUnsignedInt(buffer[field(offset, 1)]);
  }

  /** The first bytes of the current attribute, which may be longer. */
  public byte[] bytes(int length) {
    int at = field(0, length);
    return Arrays.copyOfRange(buffer, at, at + length);
  }

  public byte[] bytes() {
    return bytes(length());
  }

  /** A string up to its NUL, or to the attribute's end where it has none. */
  public String string() {
    int length = 0;
    while (length < length() && buffer[value + length] != 0) {
      length++;
    }
    return new String(buffer, value, length, StandardCharsets.UTF_8);
  }

  /**
   * Enters the current attribute as a nest: {@link #next} goes through its inside until {@link
   * #leave}.
   */
  public void enter() {
    if (depth == MAX_DEPTH) {
      throw new MalformedReplyException("attributes are nested more than " + MAX_DEPTH + " deep");
    }
    outerNext[depth] = next;
    outerEnd[depth] = end;
    depth++;
    next = value;
    end = valueEnd;
  }

  /** Goes back to behind the nest entered last, however much of it was read. */
  public void leave() {
    depth--;
    next = outerNext[depth];
    end = outerEnd[depth];
  }

  private long network32(int at) {
    return Integer.toUnsignedLong(HostOrder.network32(buffer, at));
  }

  private int exactly(int length) {
    if (length() != length) {
      throw new MalformedReplyException(
          "attribute " + type + " has " + length() + " bytes where " + length + " are expected");
    }
    return value;
  }

  private int field(int offset, int length) {
    if (length() < offset + length) {
      throw new MalformedReplyException(
          "attribute "
              + type
              + " has "
              + length()
              + " bytes where at least "
              + (offset + length)
              + " are expected");
    }
    return value + offset;
  }
}
