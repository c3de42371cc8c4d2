package dev.lvs.agent.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifest files of a directory: {@code *.yaml} and {@code *.yml}, not those of directories
 * below it and not hidden ones, as {@code kubectl apply -f DIR} takes them.
 *
 * <p>Only regular files are opened, with links followed: a FIFO or a device would block the reader.
 * A file is read again when its size, times, rights or inode differ. One that was written just
 * before it was read is read again in any case, since two writes may have the same time.
 */
final class ManifestFiles {
  /** Longer than the tick of the clock that file systems take their times from. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** Longest file: twice what is taken of a text, for those that are no ASCII. */
  static final long MOST_BYTES = 16 * 1024 * 1024;

  /**
   * Attributes that are asked of a file: ctime is newer also after a change of rights, or a time
   * set back.
   */
  private static final String ASKED =
      "unix:size,lastModifiedTime,ctime,ino,dev,isRegularFile,isDirectory";

  private static final Stamp NONE = new Stamp(-1, Instant.EPOCH, "");

  private final Path directory;
  private SortedMap<Path, Content> contents = new TreeMap<>();

  ManifestFiles(Path directory) {
    this.directory = directory;
  }

  /** Content of a file at the last read. */
  sealed interface Content {
    Stamp stamp();

    Instant readAt();

    /** Returns what it says, or why nothing. */
    Object said();

    /** Returns whether nothing else was read than in {@code other}, at whatever time. */
    default boolean saysTheSameAs(Content other) {
      return getClass() == other.getClass() && said().equals(other.said());
    }

    record Text(Stamp stamp, Instant readAt, ZippedText said) implements Content {}

    /**
     * The file is there and cannot be read.
     *
     * @param said why not
     */
    record Unreadable(Stamp stamp, Instant readAt, String said) implements Content {}
  }

  /** Attributes of a file that differ when its content does. */
  record Stamp(long size, Instant modified, Object identity) {}

  /** Inode of a file, with the time of its last change of rights or content (ctime). */
  private record Identity(Object device, Object inode, Object changed) {}

  /**
   * Every file as it is now; what did not change since the last look is the same object.
   *
   * @throws IOException when the directory cannot be read
   */
  SortedMap<Path, Content> look() throws IOException {
    SortedMap<Path, Content> found = new TreeMap<>();
    for (Path file : files()) {
      read(file).ifPresent(content -> found.put(file, content));
    }
    contents = found;
    return Collections.unmodifiableSortedMap(found);
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, ManifestFiles::isOne)) {
      entries.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private static boolean isOne(Path entry) {
    String name = entry.getFileName().toString();
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  /** Empty for a directory, and where the file went away since the directory was listed. */
  private Optional<Content> read(Path file) {
    Instant now = Instant.now();
    try {
      Map<String, Object> attributes = Files.readAttributes(file, ASKED);
      if (Boolean.TRUE.equals(attributes.get("isDirectory"))) {
        return Optional.empty();
      }
      Stamp stamp = stamp(attributes);
      Content before = contents.get(file);
      if (before != null && isStill(stamp, before)) {
        return Optional.of(before);
      }
      return Optional.of(
          Boolean.TRUE.equals(attributes.get("isRegularFile"))
              ? text(file, stamp, now)
              : new Content.Unreadable(
                  stamp, now, "it is a FIFO, a socket or a device and not a regular file"));
    } catch (NoSuchFileException _) {
      return Files.isSymbolicLink(file)
          ? Optional.of(new Content.Unreadable(NONE, now, "it is a link that leads nowhere"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Content.Unreadable(NONE, now, reason(e)));
    }
  }

  private static Stamp stamp(Map<String, Object> attributes) {
    return new Stamp(
        (Long) attribute(attributes, "size"),
        ((FileTime) attribute(attributes, "lastModifiedTime")).toInstant(),
        new Identity(
            attribute(attributes, "dev"),
            attribute(attributes, "ino"),
            attribute(attributes, "ctime")));
  }

  private static Object attribute(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  private static Content text(Path file, Stamp stamp, Instant now) throws IOException {
    // of the files of procfs, which have no size, some never end
    if (stamp.size() == 0) {
      return new Content.Text(stamp, now, ZippedText.of(InputStream.nullInputStream(), 0));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Content.Text(stamp, now, ZippedText.of(in, MOST_BYTES));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return new Content.Unreadable(stamp, now, reason(e));
    }
  }

  /** Some exceptions have only the file's name as their message. */
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such directory";
      case FileSystemLoopException _ -> "its links lead in a circle";
      case FileSystemException e when e.getReason() != null ->
          e.getReason().toLowerCase(Locale.ROOT);
      default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    };
  }

  private static boolean isStill(Stamp stamp, Content before) {
    return stamp.equals(before.stamp())
        && before.stamp().modified().plus(TICK).isBefore(before.readAt());
  }
}
