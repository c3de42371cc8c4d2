package dev.lvs.check;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text of a manifest that encodes bytes, with the escapes of C. */
public final class EscapedText {
  private EscapedText() {}

  /**
   * The bytes that a text stands for: UTF-8, where {@code \r \n \t \0 \\} and {@code \xHH} are one
   * byte each.
   *
   * @throws IllegalArgumentException with a sentence for the user where an escape is none of these
   */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      int slash = text.indexOf('\\', at);
      int end = slash < 0 ? text.length() : slash;
      bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = slash < 0 ? end : escape(text, slash, bytes);
    }
    return bytes.toByteArray();
  }

  /** Gives the place behind the escape. */
  private static int escape(String text, int slash, ByteArrayOutputStream bytes) {
    char kind = slash + 1 < text.length() ? text.charAt(slash + 1) : ' ';
    int end = slash + (kind == 'x' ? 4 : 2);
    int octet =
        switch (kind) {
          case 'r' -> '\r';
          case 'n' -> '\n';
          case 't' -> '\t';
          case '0' -> 0;
          case '\\' -> '\\';
          case 'x' -> hexadecimal(text, slash + 2);
          default -> -1;
        };
    if (octet < 0) {
      throw new IllegalArgumentException(
          "'%s' is no escape; write \\r, \\n, \\t, \\0, \\\\ or \\xHH"
              .formatted(text.substring(slash, Math.min(end, text.length()))));
    }
    bytes.write(octet);
    return end;
  }

  private static int hexadecimal(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
