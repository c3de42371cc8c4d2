package dev.lvs.agent.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Writes lines of a {@link Journal}, of which there are many thousand before a large table is
 * loaded: they are written page by page, and take no more memory than one page.
 */
public final class JournalWriter {
  /** Digits of a line's checksum. */
  static final int CHECKSUM = 8;

  private static final int PAGE = 32 * 1024;
  private static final HexFormat HEXADECIMAL = HexFormat.of();

  private final FileChannel channel;
  private final CRC32C sum = new CRC32C();
  private final StringBuilder text = new StringBuilder();
  private char[] characters = new char[128];
  private byte[] page = new byte[256];
  private int filled;
  private long position;

  /**
   * @param position where in the file
   */
  public JournalWriter(FileChannel channel, long position) {
    this.channel = channel;
    this.position = position;
  }

  /** Begins a line: what is appended here is its text. */
  public StringBuilder begin() {
    text.setLength(0);
    return text;
  }

  /**
   * Ends the line, of which more than the text may be written now.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public void end() {
    int start = room(text.length());
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
        end(text.toString().getBytes(UTF_8));
        return;
      }
      page[start + i] = (byte) next;
    }
    seal(start, start + text.length());
  }

  private void end(byte[] bytes) {
    int start = room(bytes.length);
    System.arraycopy(bytes, 0, page, start, bytes.length);
    seal(start, start + bytes.length);
  }

  /**
   * Writes what is left.
   *
   * @return where in the file the next line would begin
   * @throws UncheckedIOException when it cannot be written
   */
  public long flush() {
    ByteBuffer bytes = ByteBuffer.wrap(page, 0, filled);
    try {
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    filled = 0;
    return position;
  }

  /** Returns how many bytes a line takes whose text has so many. */
  public static int length(int ofText) {
    return CHECKSUM + 1 + ofText + 1;
  }

  /** Returns what stands before a text. */
  public static String checksum(byte[] text) {
    CRC32C sum = new CRC32C();
    sum.update(text);
    return DurableFile.digits(sum);
  }

  /** Puts its checksum before a text and the end of the line behind it. */
  private void seal(int start, int end) {
    sum.reset();
    sum.update(page, start, end - start);
    int value = (int) sum.getValue();
    for (int digit = 1; digit <= CHECKSUM; digit++) {
      page[start - 1 - digit] = (byte) HEXADECIMAL.toLowHexDigit(value);
      value >>>= 4;
    }
    page[start - 1] = ' ';
    page[end] = '\n';
    filled = end + 1;
  }

  /** Makes room for a line with so many bytes of text, and says where in the page that begins. */
  private int room(int ofText) {
    int more = length(ofText);
    if (filled > 0 && filled + more > PAGE) {
      flush();
    }
    if (page.length - filled < more) {
      page = Arrays.copyOf(page, Math.max(2 * page.length, filled + more));
    }
    return filled + CHECKSUM + 1;
  }
}
