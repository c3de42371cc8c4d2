package dev.lvs.agent.netlink;

import static dev.lvs.agent.netlink.Netlink.NLA_F_NESTED;
import static dev.lvs.agent.netlink.Netlink.NLA_HDRLEN;
import static dev.lvs.agent.netlink.Netlink.NLMSG_HDRLEN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages and their attributes one behind the other into one direct buffer, which grows and
 * is used again.
 *
 * <p>A value outside its type's range is a bug of the caller and throws {@link
 * IllegalArgumentException}.
 */
public final class AttributeWriter {

  private static final int MAX_DEPTH = 8;

  /** Where nlmsg_flags stands in {@code nlmsghdr}. */
  private static final int NLMSG_FLAGS = 6;

  private ByteBuffer buffer;
  private final int[] nests = new int[MAX_DEPTH];
  private int depth;

  /** A writer with room for that many bytes before it has to grow. */
  public AttributeWriter(int capacity) {
    buffer = direct(capacity);
  }

  /** Forgets everything written. */
  public void clear() {
    buffer.clear();
    depth = 0;
  }

  /** How many bytes are written. */
  public int length() {
    return buffer.position();
  }

  /** The bytes written, as a view that is good until the writer is used again. */
  public ByteBuffer written() {
    return buffer.duplicate().order(ByteOrder.nativeOrder()).flip();
  }

  /** Writes a whole message, its length included. */
  public void message(Message message, int flags, int sequence) {
    room(NLMSG_HDRLEN);
    int start = buffer.position();
    buffer
        .putInt(0)
        .putShort((short) message.type())
        .putShort((short) (message.flags() | flags))
        .putInt(sequence)
        .putInt(0);
    message.payload().writeTo(this);
    if (depth != 0) {
      throw new IllegalStateException(
          "a nest is open at the end of message type " + message.type());
    }
    buffer.putInt(start, buffer.position() - start);
  }

  /** Adds flags to the message that starts at an index. */
  void addFlags(int start, int flags) {
    int at = start + NLMSG_FLAGS;
    buffer.putShort(at, (short) (buffer.getShort(at) | flags));
  }

  /** Takes back what was written behind a length that {@link #length} gave earlier. */
  void cutTo(int length) {
    buffer.position(length);
  }

  /** One byte of a fixed header. */
  public AttributeWriter fixedU8(int value) {
    room(1);
    buffer.put((byte) in(value, 0xff));
    return this;
  }

  /** Two bytes of a fixed header, in host order. */
  public AttributeWriter fixedU16(int value) {
    room(2);
    buffer.putShort((short) in(value, 0xffff));
    return this;
  }

  /** Four bytes of a fixed header, in host order. */
  public AttributeWriter fixedU32(long value) {
    room(4);
    buffer.putInt((int) in(value, 0xffff_ffffL));
    return this;
  }

  public AttributeWriter u8(int type, int value) {
    header(type, 1);
    buffer.put((byte) in(value, 0xff)).put((byte) 0).putShort((short) 0);
    return this;
  }

  public AttributeWriter u16(int type, int value) {
    header(type, 2);
    buffer.putShort((short) in(value, 0xffff)).putShort((short) 0);
    return this;
  }

  /** A 16-bit value in network order: ports. */
  public AttributeWriter be16(int type, int value) {
    header(type, 2);
    in(value, 0xffff);
    buffer.put((byte) (value >> 8)).put((byte) value).putShort((short) 0);
    return this;
  }

  public AttributeWriter u32(int type, long value) {
    header(type, 4);
    buffer.putInt((int) in(value, 0xffff_ffffL));
    return this;
  }

  /** A struct of 32-bit values in host order: {@code ip_vs_flags}, {@code ifa_cacheinfo}. */
  public AttributeWriter u32s(int type, long... values) {
    header(type, Integer.BYTES * values.length);
    for (long value : values) {
      buffer.putInt((int) in(value, 0xffff_ffffL));
    }
    return this;
  }

  /** A 32-bit value in network order: IPv4 masks and addresses. */
  public AttributeWriter be32(int type, long value) {
    header(type, 4);
    in(value, 0xffff_ffffL);
    buffer
        .put((byte) (value >> 24))
        .put((byte) (value >> 16))
        .put((byte) (value >> 8))
        .put((byte) value);
    return this;
  }

  /** 128 bits in network order: addresses of both families, which are 16 bytes to IPVS. */
  public AttributeWriter be128(int type, long high, long low) {
    header(type, 2 * Long.BYTES);
    boolean swapped = buffer.order() == ByteOrder.LITTLE_ENDIAN;
    buffer
        .putLong(swapped ? Long.reverseBytes(high) : high)
        .putLong(swapped ? Long.reverseBytes(low) : low);
    return this;
  }

  /** A 64-bit value in host order, all bits. */
  public AttributeWriter u64(int type, long value) {
    header(type, 8);
    buffer.putLong(value);
    return this;
  }

  /** A string with its closing NUL. */
  public AttributeWriter string(int type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    header(type, bytes.length + 1);
    buffer.put(bytes).put((byte) 0);
    return pad(bytes.length + 1);
  }

  public AttributeWriter bytes(int type, byte[] value) {
    header(type, value.length);
    buffer.put(value);
    return pad(value.length);
  }

  /** Opens a nest; all that is written until {@link #end} is inside it. */
  public AttributeWriter begin(int type) {
    nests[depth++] = buffer.position();
    header(type | NLA_F_NESTED, 0);
    return this;
  }

  /** Closes the nest opened last. */
  public AttributeWriter end() {
    int start = nests[--depth];
    buffer.putShort(start, (short) in(buffer.position() - start, 0xffff));
    return this;
  }

  private void header(int type, int length) {
    room(NLA_HDRLEN + Netlink.align(length));
    buffer.putShort((short) in(NLA_HDRLEN + length, 0xffff)).putShort((short) in(type, 0xffff));
  }

  private AttributeWriter pad(int length) {
    for (int i = length; i < Netlink.align(length); i++) {
      buffer.put((byte) 0);
    }
    return this;
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger = direct(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
      buffer = larger.put(buffer.flip());
    }
  }

  private static ByteBuffer direct(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }

  private static long in(long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(value + " is not within 0.." + max);
    }
    return value;
  }
}
