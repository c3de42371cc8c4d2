package dev.lvs.agent.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Lines for a {@link Journal} as bytes: many thousand of them before a large table is loaded. */
final class JournalLines {
  /** Digits of a line's checksum. */
  static final int CHECKSUM = 8;

  private static final HexFormat HEXADECIMAL = HexFormat.of();

  private final CRC32C sum = new CRC32C();
  private byte[] bytes = new byte[256];
  private char[] characters = new char[128];
  private int length;
  private int count;

  /** Adds a line, without its end. */
  void add(StringBuilder text) {
    int start = length + CHECKSUM + 1;
    room(length(text.length()));
    if (characters.length < text.length()) {
      characters = new char[2 * text.length()];
    }
    text.getChars(0, text.length(), characters, 0);
    for (int i = 0; i < text.length(); i++) {
      char next = characters[i];
      if (next == '\n') {
        throw new IllegalArgumentException("two lines in one: " + text);
      }
      if (next >= 0x80) {
        add(text.toString().getBytes(UTF_8));
        return;
      }
      bytes[start + i] = (byte) next;
    }
    seal(start, start + text.length());
  }

  private void add(byte[] text) {
    int start = length + CHECKSUM + 1;
    room(length(text.length));
    System.arraycopy(text, 0, bytes, start, text.length);
    seal(start, start + text.length);
  }

  /** How many lines. */
  int count() {
    return count;
  }

  /** All of them, as they are to be written. */
  ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** How many bytes a line takes whose text has so many. */
  static int length(int ofText) {
    return CHECKSUM + 1 + ofText + 1;
  }

  /** What stands before a text. */
  static String checksum(byte[] text) {
    CRC32C sum = new CRC32C();
    sum.update(text);
    return HEXADECIMAL.toHexDigits((int) sum.getValue());
  }

  /** Puts its checksum before a text and the end of the line behind it. */
  private void seal(int start, int end) {
    sum.reset();
    sum.update(bytes, start, end - start);
    int value = (int) sum.getValue();
    for (int digit = 1; digit <= CHECKSUM; digit++) {
      bytes[start - 1 - digit] = (byte) HEXADECIMAL.toLowHexDigit(value);
      value >>>= 4;
    }
    bytes[start - 1] = ' ';
    bytes[end] = '\n';
    length = end + 1;
    count++;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
