package dev.lvs.agent.fake;

import dev.lvs.agent.netlink.AttributeReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The attributes of a request by type, as {@code nla_parse} gives them to a subsystem; the last of
 * a type counts.
 */
final class Attributes {
  static final Attributes NONE = new Attributes();

  private final Map<Integer, byte[]> values = new HashMap<>();

  /** All that is left in the reader. */
  static Attributes of(AttributeReader reader) {
    Attributes attributes = new Attributes();
    while (reader.next()) {
      attributes.values.put(reader.type(), reader.bytes());
    }
    return attributes;
  }

  /** Those of bytes written elsewhere in the fake kernel. */
  static Attributes of(ReplyBytes bytes) {
    return of(bytes.toArray());
  }

  private static Attributes of(byte[] bytes) {
    return of(new AttributeReader(bytes, 0, bytes.length));
  }

  /** The same again, by type. */
  ReplyBytes toBytes() {
    ReplyBytes bytes = new ReplyBytes();
    new TreeMap<>(values).forEach(bytes::bytes);
    return bytes;
  }

  boolean has(int... types) {
    for (int type : types) {
      if (!values.containsKey(type)) {
        return false;
      }
    }
    return true;
  }

  /** The attributes inside one, if it is there. */
  Optional<Attributes> nest(int type) {
    return Optional.ofNullable(values.get(type)).map(Attributes::of);
  }

  int u8(int type) {
    return has(type) ? Byte.toUnsignedInt(value(type)[0]) : 0;
  }

  int u16(int type) {
    return has(type) ? Short.toUnsignedInt(buffer(type).getShort()) : 0;
  }

  int be16(int type) {
    return has(type) ? Short.toUnsignedInt(buffer(type).order(ByteOrder.BIG_ENDIAN).getShort()) : 0;
  }

  int s32(int type) {
    return s32(type, 0);
  }

  /** A field of a struct of 32-bit values. */
  int s32(int type, int index) {
    return has(type) ? buffer(type).getInt(index * Integer.BYTES) : 0;
  }

  String string(int type) {
    return has(type) ? new String(value(type), StandardCharsets.UTF_8).replaceAll("\0.*", "") : "";
  }

  byte[] bytes(int type) {
    return value(type).clone();
  }

  private ByteBuffer buffer(int type) {
    return ByteBuffer.wrap(value(type)).order(ByteOrder.nativeOrder());
  }

  private byte[] value(int type) {
    byte[] value = values.get(type);
    return value == null ? new byte[0] : value;
  }
}
