package dev.lvs.agent.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifest files of a directory: {@code *.yaml} and {@code *.yml}, not those of directories
 * below it and not hidden ones, as {@code kubectl apply -f DIR} takes them.
 *
 * <p>A file is read again when its size, time or inode differ. One that was written within the last
 * moments before it was read is read again in any case, since two writes may bear the same time.
 */
final class ManifestFiles {
  /** Longer than the tick of the clock that file systems take their times from. */
  private static final Duration TICK = Duration.ofMillis(50);

  private static final Stamp NONE = new Stamp(-1, Instant.EPOCH, "");

  private final Path directory;
  private SortedMap<Path, Content> contents = new TreeMap<>();

  ManifestFiles(Path directory) {
    this.directory = directory;
  }

  /** What a file was when it was read last. */
  sealed interface Content {
    Stamp stamp();

    Instant readAt();

    /** What it says, or why nothing. */
    Object said();

    /** Whether nothing else was read than in {@code other}, at whatever time. */
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

  /** What differs when a file does. */
  record Stamp(long size, Instant modified, Object inode) {}

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
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !Files.isDirectory(entry);
  }

  /** Empty where the file went away since the directory was listed. */
  private Optional<Content> read(Path file) {
    Instant now = Instant.now();
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Stamp stamp =
          new Stamp(
              attributes.size(),
              attributes.lastModifiedTime().toInstant(),
              Objects.requireNonNull(attributes.fileKey()));
      Content before = contents.get(file);
      if (before != null && isStill(stamp, before)) {
        return Optional.of(before);
      }
      return Optional.of(text(file, stamp, now));
    } catch (NoSuchFileException _) {
      return Files.isSymbolicLink(file)
          ? Optional.of(new Content.Unreadable(NONE, now, "it is a link that leads nowhere"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Content.Unreadable(NONE, now, String.valueOf(e.getMessage())));
    }
  }

  private static Content text(Path file, Stamp stamp, Instant now) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new Content.Text(stamp, now, ZippedText.of(in));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return new Content.Unreadable(stamp, now, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isStill(Stamp stamp, Content before) {
    return stamp.equals(before.stamp())
        && before.stamp().modified().plus(TICK).isBefore(before.readAt());
  }
}
