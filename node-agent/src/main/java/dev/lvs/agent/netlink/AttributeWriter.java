package dev.lvs.agent.netlink;

import static dev.lvs.agent.netlink.HostOrder.LITTLE_ENDIAN;
import static dev.lvs.agent.netlink.Netlink.NLA_F_NESTED;
import static dev.lvs.agent.netlink.Netlink.NLA_HDRLEN;
import static dev.lvs.agent.netlink.Netlink.NLMSG_HDRLEN;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages and their attributes one behind the other into an array, which grows and is
 * reused: byte by byte that is twice as fast as a direct buffer, into which a batch is copied
 * whole.
 *
 * <p>A value outside its type's range is a bug of the caller and throws {@link
 * IllegalArgumentException}.
 */
public final class AttributeWriter {

  private static final int MAX_DEPTH = 8;

  /** Offset of nlmsg_flags in {@code nlmsghdr}, in bytes. */
  private static final int NLMSG_FLAGS = 6;

  private byte[] bytes;
  private int length;
  private ByteBuffer direct;
  private final int[] nests = new int[MAX_DEPTH];
  private int depth;

  /** Subject of the nest that {@link #repeat} has seen last, and its place. */
  private @Nullable Object repeated;

  private int repeatedStart;
  private int repeatedLength;

  /** A writer with room for that many bytes before it has to grow. */
  public AttributeWriter(int capacity) {
    bytes = new byte[capacity];
    direct = ByteBuffer.allocateDirect(capacity);
  }

  /** Forgets everything written. */
  public void clear() {
    length = 0;
    depth = 0;
    repeated = null;
  }

  /** Returns how many bytes are written. */
  public int length() {
    return length;
  }

  /** The bytes written, as a view that is good until the writer is used again. */
  public ByteBuffer written() {
    if (direct.capacity() < length) {
      direct = ByteBuffer.allocateDirect(bytes.length);
    }
    return direct.clear().put(bytes, 0, length).flip();
  }

  /** Writes a whole message, its length included. */
  public void message(Message message, int flags, int sequence) {
    room(NLMSG_HDRLEN);
    int start = length;
    put32(0);
    put16s(message.type(), message.flags() | flags);
    put32(sequence);
    put32(0);
    message.payload().writeTo(this);
    if (depth != 0) {
      throw new IllegalStateException(
          "a nest is open at the end of message type " + message.type());
    }
    int end = length;
    length = start;
    put32(end - start);
    length = end;
  }

  /** Adds flags to the message that starts at an index. */
  void addFlags(int start, int flags) {
    int end = length;
    length = start + NLMSG_FLAGS;
    put16(HostOrder.u16(bytes, length) | flags);
    length = end;
  }

  /** Takes back what was written behind a length that {@link #length} gave earlier. */
  void cutTo(int length) {
    this.length = length;
    if (repeatedStart + repeatedLength > length) {
      repeated = null;
    }
  }

  /** One byte of a fixed header. */
  public AttributeWriter fixedU8(int value) {
    room(1);
    put8((int) in(value, 0xff));
    return this;
  }

  /** Two bytes of a fixed header, in host order. */
  public AttributeWriter fixedU16(int value) {
    room(2);
    put16((int) in(value, 0xffff));
    return this;
  }

  /** Four bytes of a fixed header, in host order. */
  public AttributeWriter fixedU32(long value) {
    room(4);
    put32((int) in(value, 0xffff_ffffL));
    return this;
  }

  public AttributeWriter u8(int type, int value) {
    header(type, 1);
    putNetwork32((int) in(value, 0xff) << 24);
    return this;
  }

  public AttributeWriter u16(int type, int value) {
    header(type, 2);
    put16s((int) in(value, 0xffff), 0);
    return this;
  }

  /** A 16-bit value in network order: ports. */
  public AttributeWriter be16(int type, int value) {
    header(type, 2);
    putNetwork32((int) in(value, 0xffff) << Short.SIZE);
    return this;
  }

  public AttributeWriter u32(int type, long value) {
    header(type, 4);
    put32((int) in(value, 0xffff_ffffL));
    return this;
  }

  /** A struct of 32-bit values in host order: {@code ip_vs_flags}, {@code ifa_cacheinfo}. */
  public AttributeWriter u32s(int type, long... values) {
    header(type, Integer.BYTES * values.length);
    for (long value : values) {
      put32((int) in(value, 0xffff_ffffL));
    }
    return this;
  }

  /** A 32-bit value in network order: IPv4 masks and addresses. */
  public AttributeWriter be32(int type, long value) {
    header(type, 4);
    putNetwork32((int) in(value, 0xffff_ffffL));
    return this;
  }

  /** 128 bits in network order: addresses of both families, which are 16 bytes to IPVS. */
  public AttributeWriter be128(int type, long high, long low) {
    header(type, 2 * Long.BYTES);
    putNetwork64(high);
    putNetwork64(low);
    return this;
  }

  /** A 64-bit value in host order, all bits. */
  public AttributeWriter u64(int type, long value) {
    header(type, 8);
    put32((int) (LITTLE_ENDIAN ? value : value >> Integer.SIZE));
    put32((int) (LITTLE_ENDIAN ? value >> Integer.SIZE : value));
    return this;
  }

  /** A string with its closing NUL. */
  public AttributeWriter string(int type, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    header(type, text.length + 1);
    put(text);
    put8(0);
    return pad(text.length + 1);
  }

  public AttributeWriter bytes(int type, byte[] value) {
    header(type, value.length);
    put(value);
    return pad(value.length);
  }

  /**
   * Writes attributes, or copies them where the last call was about the same object: of many
   * messages in a row each names what the others do.
   *
   * @param attributes writes them, the same for the same object
   */
  @SuppressWarnings("ReferenceEquality") // of equal ones another is written, and that is right too
  public <T> AttributeWriter repeat(T about, BiConsumer<AttributeWriter, T> attributes) {
    int start = length;
    if (about == repeated) {
      room(repeatedLength);
      System.arraycopy(bytes, repeatedStart, bytes, start, repeatedLength);
      length += repeatedLength;
      return this;
    }
    attributes.accept(this, about);
    repeated = about;
    repeatedStart = start;
    repeatedLength = length - start;
    return this;
  }

  /** Opens a nest; all that is written until {@link #end} is inside it. */
  public AttributeWriter begin(int type) {
    nests[depth++] = length;
    header(type | NLA_F_NESTED, 0);
    return this;
  }

  /** Closes the nest opened last. */
  public AttributeWriter end() {
    int end = length;
    length = nests[--depth];
    put16((int) in(end - length, 0xffff));
    length = end;
    return this;
  }

  private void header(int type, int ofValue) {
    room(NLA_HDRLEN + Netlink.align(ofValue));
    put16s((int) in(NLA_HDRLEN + ofValue, 0xffff), (int) in(type, 0xffff));
  }

  private AttributeWriter pad(int ofValue) {
    for (int i = ofValue; i < Netlink.align(ofValue); i++) {
      put8(0);
    }
    return this;
  }

  private void put(byte[] value) {
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void put8(int value) {
    bytes[length++] = (byte) value;
  }

  private void put16(int value) {
    byte[] to = bytes;
    int at = length;
    to[at] = (byte) (LITTLE_ENDIAN ? value : value >> 8);
    to[at + 1] = (byte) (LITTLE_ENDIAN ? value >> 8 : value);
    length = at + 2;
  }

  private void put16s(int first, int second) {
    put32(LITTLE_ENDIAN ? (second << Short.SIZE) | first : (first << Short.SIZE) | second);
  }

  private void put32(int value) {
    if (LITTLE_ENDIAN) {
      putLittle32(value);
    } else {
      putNetwork32(value);
    }
  }

  private void putLittle32(int value) {
    byte[] to = bytes;
    int at = length;
    to[at] = (byte) value;
    to[at + 1] = (byte) (value >> 8);
    to[at + 2] = (byte) (value >> 16);
    to[at + 3] = (byte) (value >> 24);
    length = at + 4;
  }

  private void putNetwork32(int value) {
    byte[] to = bytes;
    int at = length;
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
    length = at + 4;
  }

  private void putNetwork64(long value) {
    putNetwork32((int) (value >> Integer.SIZE));
    putNetwork32((int) value);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
  }

  private static long in(long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(value + " is not within 0.." + max);
    }
    return value;
  }
}
