package dev.lvs.agent.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Replaces files atomically, and computes their checksums. */
public final class DurableFile {
  private static final HexFormat HEXADECIMAL = HexFormat.of();

  private DurableFile() {}

  /** Writes what a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes the whole content.
     *
     * @param channel empty, at its beginning
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Replaces a file, or makes it. It is on disk when this returns.
   *
   * @return the new file, open for writing
   * @throws IOException when it could not be written; the old one is there as it was
   */
  public static FileChannel replace(Path file, Content content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      content.writeTo(channel);
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      forceDirectoryOf(file);
      return channel;
    } catch (IOException | UncheckedIOException e) {
      channel.close();
      throw e;
    }
  }

  /** Writes a CRC-32C as 8 digits. */
  public static String digits(CRC32C sum) {
    return HEXADECIMAL.toHexDigits((int) sum.getValue());
  }

  /** Without this the name of the file may be lost with the machine. */
  private static void forceDirectoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
