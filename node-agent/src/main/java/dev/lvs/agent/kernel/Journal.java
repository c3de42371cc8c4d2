package dev.lvs.agent.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An append-only text file: each line is the CRC-32C of its text, a space, and the text.
 *
 * <p>What a crash in the middle of an append leaves behind is a last line without its end; it was
 * never answered for and is dropped. Anything else that does not fit its checksum is damage.
 */
final class Journal implements AutoCloseable {
  private final Path file;
  private FileChannel channel;
  private long length;

  private Journal(Path file, FileChannel channel, long length) {
    this.file = file;
    this.channel = channel;
    this.length = length;
  }

  /**
   * Starts a file anew, in one step: a crash leaves the old one or the new one.
   *
   * @throws LedgerException when it cannot be written
   */
  static Journal create(Path file, Consumer<JournalWriter> lines) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      long length = write(channel, 0, lines);
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectoryOf(file);
      return new Journal(file, channel, length);
    } catch (IOException | UncheckedIOException e) {
      throw new LedgerException("cannot write the ledger " + file, e);
    }
  }

  /**
   * Opens a file for appending to the lines that {@link #read} gave.
   *
   * @throws LedgerException when it cannot be opened
   */
  static Journal append(Path file, List<String> lines) {
    try {
      long length =
          lines.stream().mapToLong(line -> JournalWriter.length(line.getBytes(UTF_8).length)).sum();
      return new Journal(file, FileChannel.open(file, StandardOpenOption.WRITE), length);
    } catch (IOException e) {
      throw new LedgerException("cannot open the ledger " + file, e);
    }
  }

  /**
   * The texts of all whole lines.
   *
   * @throws LedgerException when the file cannot be read, or is damaged
   */
  static List<String> read(Path file) {
    List<String> lines = new ArrayList<>();
    try {
      byte[] bytes = Files.readAllBytes(file);
      int start = 0;
      for (int end = 0; end < bytes.length; end++) {
        if (bytes[end] == '\n') {
          lines.add(text(file, lines.size() + 1, new String(bytes, start, end - start, UTF_8)));
          start = end + 1;
        }
      }
    } catch (IOException e) {
      throw new LedgerException("cannot read the ledger " + file, e);
    }
    return lines;
  }

  /**
   * Adds lines; they are on disk when this returns.
   *
   * @throws LedgerException when they are not
   */
  void add(Consumer<JournalWriter> lines) {
    note(lines);
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new LedgerException("cannot write the ledger " + file, e);
    }
  }

  /**
   * Adds lines that may be lost with the machine, but not with this process.
   *
   * @throws LedgerException when they cannot be written
   */
  void note(Consumer<JournalWriter> lines) {
    try {
      // what a crash or a full disk cut off in the middle of a line
      if (channel.size() > length) {
        channel.truncate(length);
      }
      length = write(channel, length, lines);
    } catch (IOException | UncheckedIOException e) {
      throw new LedgerException("cannot write the ledger " + file, e);
    }
  }

  /** Puts these lines in the place of all others, in one step. */
  void replace(Consumer<JournalWriter> lines) {
    Journal fresh = create(file, lines);
    close();
    channel = fresh.channel;
    length = fresh.length;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LedgerException("cannot close the ledger " + file, e);
    }
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

  /** Writes lines at a place in the file, and says where they end. */
  private static long write(FileChannel channel, long at, Consumer<JournalWriter> lines) {
    JournalWriter writer = new JournalWriter(channel, at);
    lines.accept(writer);
    return writer.flush();
  }

  private static void syncDirectoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
