package dev.lvs.agent.fake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** ReplyBytes of a reply as the kernel lays them out, written without the code under test. */
final class ReplyBytes {
  private static final int CAPACITY = 128 * 1024;

  private final ByteBuffer out = ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder());

  byte[] toArray() {
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  ReplyBytes put8(int value) {
    out.put((byte) value);
    return this;
  }

  ReplyBytes put16(int value) {
    out.putShort((short) value);
    return this;
  }

  ReplyBytes put32(long value) {
    out.putInt((int) value);
    return this;
  }

  ReplyBytes raw(byte[] bytes) {
    out.put(bytes);
    return align();
  }

  ReplyBytes u8(int type, int value) {
    return header(type, 1).put8(value).align();
  }

  ReplyBytes u16(int type, int value) {
    return header(type, 2).put16(value).align();
  }

  ReplyBytes be16(int type, int value) {
    return header(type, 2).put8(value >> 8).put8(value).align();
  }

  ReplyBytes u32(int type, long value) {
    return header(type, 4).put32(value);
  }

  ReplyBytes u32s(int type, long... values) {
    header(type, 4 * values.length);
    for (long value : values) {
      put32(value);
    }
    return this;
  }

  ReplyBytes u64(int type, long value) {
    header(type, 8);
    out.putLong(value);
    return this;
  }

  ReplyBytes string(int type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    header(type, bytes.length + 1);
    out.put(bytes).put((byte) 0);
    return align();
  }

  ReplyBytes bytes(int type, byte[] value) {
    return header(type, value.length).raw(value);
  }

  /** A nest without NLA_F_NESTED, as IPVS and most of routing netlink answer. */
  ReplyBytes nest(int type, ReplyBytes inside) {
    return bytes(type, inside.toArray());
  }

  /** A whole message with its header. */
  static byte[] message(int type, int flags, int sequence, byte[] payload) {
    ByteBuffer message =
        ByteBuffer.allocate((16 + payload.length + 3) & ~3).order(ByteOrder.nativeOrder());
    message.putInt(16 + payload.length).putShort((short) type).putShort((short) flags);
    return message.putInt(sequence).putInt(0x2ba).put(payload).array();
  }

  private ReplyBytes header(int type, int length) {
    return put16(4 + length).put16(type);
  }

  private ReplyBytes align() {
    while (out.position() % 4 != 0) {
      out.put((byte) 0);
    }
    return this;
  }
}
