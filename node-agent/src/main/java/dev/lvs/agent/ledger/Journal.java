package dev.lvs.agent.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append-only text file: each line is the CRC-32C of its text, a space, and the text. The first
 * line is a title, followed by the number of bytes of the file that are committed.
 *
 * <p>What a crash in the middle of an append leaves behind is a last line without its end, beyond
 * those bytes; it was never committed and is dropped. A file that is shorter was truncated.
 * Anything else that does not fit its checksum is damage.
 */
public final class Journal implements AutoCloseable {
  /** Digits of the length, always as many, so that it can be written over. */
  private static final int DIGITS = 16;

  private final Path file;
  private final String title;
  private FileChannel channel;
  private @Nullable Object identity;
  private long length;

  private Journal(Path file, String title, FileChannel channel, long length) throws IOException {
    this.file = file;
    this.title = title;
    this.channel = channel;
    this.length = length;
    this.identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /**
   * Content of a journal file.
   *
   * @param title empty where not even the title is complete
   * @param lines all complete lines but the title
   * @param end where the last of them ends
   * @param isCut whether there were more
   */
  public record Contents(String title, List<String> lines, long end, boolean isCut) {}

  /**
   * Starts a file anew, in one step: a crash leaves the old one or the new one.
   *
   * @throws LedgerException when it cannot be written
   */
  public static Journal create(Path file, String title, Consumer<JournalWriter> lines) {
    long[] length = new long[1];
    try {
      FileChannel channel =
          DurableFile.replace(
              file,
              fresh -> {
                length[0] = write(fresh, head(fresh, title, 0), lines);
                head(fresh, title, length[0]);
              });
      try {
        return new Journal(file, title, channel, length[0]);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | UncheckedIOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * Opens a file for appending to what {@link #read} gave.
   *
   * @throws LedgerException when it cannot be opened
   */
  public static Journal append(Path file, Contents contents) {
    try {
      return new Journal(
          file, contents.title(), FileChannel.open(file, StandardOpenOption.WRITE), contents.end());
    } catch (IOException e) {
      throw new LedgerException("cannot open the ledger " + file, e);
    }
  }

  /**
   * The texts of all whole lines.
   *
   * @throws LedgerException when the file cannot be read, or is damaged
   */
  public static Contents read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new LedgerException("cannot read the ledger " + file, e);
    }
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        lines.add(text(file, lines.size() + 1, new String(bytes, start, end - start, UTF_8)));
        start = end + 1;
      }
    }
    if (lines.isEmpty()) {
      return new Contents("", lines, 0, true);
    }
    String head = lines.removeFirst();
    String digits = head.substring(Math.max(0, head.length() - DIGITS));
    if (!digits.matches("[0-9]{" + DIGITS + "}")) {
      // nothing that this version wrote: its title says what it is
      return new Contents(head, lines, start, false);
    }
    String title = head.substring(0, head.length() - DIGITS).strip();
    return new Contents(title, lines, start, start < Long.parseLong(digits));
  }

  /**
   * Adds lines; they are on disk when this returns.
   *
   * @throws LedgerException when they are not
   */
  public void add(Consumer<JournalWriter> lines) {
    try {
      append(lines);
      channel.force(false);
      // after them: what a crash leaves in between was not answered for
      head(channel, title, length);
    } catch (IOException | UncheckedIOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * Adds lines that may be lost with the machine, but not with this process.
   *
   * @throws LedgerException when they cannot be written
   */
  public void note(Consumer<JournalWriter> lines) {
    try {
      append(lines);
      head(channel, title, length);
    } catch (IOException | UncheckedIOException e) {
      throw cannotWrite(file, e);
    }
  }

  private void append(Consumer<JournalWriter> lines) throws IOException {
    // what a crash or a full disk cut off in the middle of a line
    if (channel.size() > length) {
      channel.truncate(length);
    }
    length = write(channel, length, lines);
  }

  /** Puts these lines in the place of all others, in one step. */
  public void replace(Consumer<JournalWriter> lines) {
    Journal fresh = create(file, title, lines);
    close();
    channel = fresh.channel;
    identity = fresh.identity;
    length = fresh.length;
  }

  /** Returns whether the file that is written to still has its name, and nobody cut it. */
  public boolean isInPlace() {
    try {
      BasicFileAttributes present = Files.readAttributes(file, BasicFileAttributes.class);
      return present.size() >= length && Objects.equals(present.fileKey(), identity);
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LedgerException("cannot close the ledger " + file, e);
    }
  }

  private static LedgerException cannotWrite(Path file, Exception cause) {
    return new LedgerException("cannot write the ledger " + file, cause);
  }

  private static String text(Path file, int number, String line) {
    int checksum = JournalWriter.CHECKSUM;
    if (line.length() <= checksum || line.charAt(checksum) != ' ') {
      throw LedgerException.corrupt(file, number, "no checksum");
    }
    String text = line.substring(checksum + 1);
    if (!line.startsWith(JournalWriter.checksum(text.getBytes(UTF_8)))) {
      throw LedgerException.corrupt(file, number, "its checksum does not fit");
    }
    return text;
  }

  /** Writes the first line, and says where it ends. */
  private static long head(FileChannel channel, String title, long length) {
    return write(
        channel,
        0,
        to -> {
          to.begin().append(title).append(" %016d".formatted(length));
          to.end();
        });
  }

  /** Writes lines at a place in the file, and says where they end. */
  private static long write(FileChannel channel, long at, Consumer<JournalWriter> lines) {
    JournalWriter writer = new JournalWriter(channel, at);
    lines.accept(writer);
    return writer.flush();
  }
}
