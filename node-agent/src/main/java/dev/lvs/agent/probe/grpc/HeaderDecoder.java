package dev.lvs.agent.probe.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decodes the header blocks of one HTTP/2 connection (HPACK, RFC 7541).
 *
 * <p>Of the static table only {@code :status} is known by its name: no other header of it is looked
 * at.
 */
final class HeaderDecoder {
  private static final int STATIC = 61;
  private static final int FIRST_STATUS = 8;
  private static final List<String> STATUS =
      List.of("200", "204", "206", "304", "400", "404", "500");

  /** Octets of the dynamic table; servers may use the default, we never announce another. */
  private static final int TABLE = 4096;

  /** Octets that each entry counts for beside its texts. */
  private static final int OVERHEAD = 32;

  /** Octets of one text. */
  private static final int LONGEST = 16 * 1024;

  private final List<Field> dynamic = new ArrayList<>();
  private int size;

  /** A header. */
  private record Field(String name, String value) {
    int size() {
      return name.length() + value.length() + OVERHEAD;
    }
  }

  /** Decodes a whole block; empty where it is garbled. Of equal names the last is given. */
  Optional<Map<String, String>> decode(ByteBuffer block) {
    Map<String, String> headers = new TreeMap<>();
    try {
      while (block.hasRemaining()) {
        int first = block.get(block.position()) & 0xff;
        if ((first & 0x80) != 0) {
          put(headers, at(number(block, 7)));
        } else if ((first & 0xc0) == 0x40) {
          Field field = literal(block, 6);
          put(headers, field);
          remember(field);
        } else if ((first & 0xe0) == 0x20) {
          shrink(number(block, 5));
        } else {
          put(headers, literal(block, 4));
        }
      }
      return Optional.of(headers);
    } catch (GarbledException | BufferUnderflowException garbled) {
      return Optional.empty();
    }
  }

  private static void put(Map<String, String> headers, Field field) {
    headers.put(field.name(), field.value());
  }

  private Field literal(ByteBuffer block, int bits) throws GarbledException {
    int index = number(block, bits);
    String name = index == 0 ? text(block) : at(index).name();
    return new Field(name, text(block));
  }

  private Field at(int index) throws GarbledException {
    if (index > STATIC && index - STATIC <= dynamic.size()) {
      // the newest has the lowest number
      return dynamic.get(dynamic.size() - (index - STATIC));
    }
    if (index == 0 || index > STATIC) {
      throw new GarbledException();
    }
    int status = index - FIRST_STATUS;
    return status >= 0 && status < STATUS.size()
        ? new Field(":status", STATUS.get(status))
        : new Field("of the static table", "");
  }

  private void remember(Field field) {
    dynamic.add(field);
    size += field.size();
    shrink(TABLE);
  }

  private void shrink(int most) {
    while (size > Math.min(most, TABLE)) {
      size -= dynamic.removeFirst().size();
    }
  }

  private static String text(ByteBuffer block) throws GarbledException {
    boolean coded = (block.get(block.position()) & 0x80) != 0;
    int length = number(block, 7);
    if (length > LONGEST || length > block.remaining()) {
      throw new GarbledException();
    }
    byte[] bytes = new byte[length];
    block.get(bytes);
    return coded
        ? HuffmanCode.decode(bytes).orElseThrow(GarbledException::new)
        : new String(bytes, ISO_8859_1);
  }

  /** An integer that begins in the last bits of an octet (RFC 7541, 5.1). */
  private static int number(ByteBuffer block, int bits) throws GarbledException {
    int most = (1 << bits) - 1;
    int number = block.get() & most;
    if (number < most) {
      return number;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      int octet = block.get() & 0xff;
      number += (octet & 0x7f) << shift;
      if ((octet & 0x80) == 0) {
        return number;
      }
    }
    throw new GarbledException();
  }

  /** Ends the decoding. */
  private static final class GarbledException extends Exception {
    private static final long serialVersionUID = 1;

    GarbledException() {
      super("a header block is garbled", null, false, false);
    }
  }
}
