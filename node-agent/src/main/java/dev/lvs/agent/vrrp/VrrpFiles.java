package dev.lvs.agent.vrrp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files in the folder {@code vrrp} of the state directory, which keepalived reads: its
 * configuration, the two scripts, and for each group whether this director may have its VIPs.
 */
final class VrrpFiles {
  /** The script that keepalived runs to learn whether this director may have the VIPs. */
  static final String READY = "ready";

  /** The script that runs keepalived. */
  static final String RUN = "lvs-keepalived";

  static final String CONFIGURATION = "keepalived.conf";
  private static final String ANSWER = ".ready";
  private static final String QUESTION = ".asked";

  private final Path folder;

  VrrpFiles(Path stateDirectory) {
    this.folder = stateDirectory.toAbsolutePath().resolve("vrrp");
  }

  Path folder() {
    return folder;
  }

  /** Writes the scripts and the configuration, as far as they are others. */
  void configure(String text) throws IOException {
    Files.createDirectories(folder);
    write(READY, script(READY));
    write(RUN, script(RUN));
    write(CONFIGURATION, text);
  }

  /**
   * Says that this director may have the VIPs of a group.
   *
   * @param until when that holds
   */
  void allow(String group, Uptime until) throws IOException {
    replace(group + ANSWER, until.text());
  }

  /** Says that it may not. */
  void forbid(String group) throws IOException {
    Files.deleteIfExists(folder.resolve(group + ANSWER));
  }

  /** Returns when keepalived last asked for a group, in seconds since the boot. */
  Optional<Long> asked(String group) throws IOException {
    // it is written while it is read: then it is empty
    return read(group + QUESTION)
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,15}"))
        .map(Long::valueOf);
  }

  /** Removes what is said of groups that are not among these. */
  void keepOnly(List<String> groups) throws IOException {
    for (Path file : all()) {
      String name = file.getFileName().toString();
      boolean isOther =
          Stream.of(ANSWER, QUESTION)
              .filter(name::endsWith)
              .anyMatch(end -> !groups.contains(name.substring(0, name.length() - end.length())));
      if (isOther) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Removes everything but the folder, which a container may have mounted. */
  void remove() throws IOException {
    for (Path file : all()) {
      Files.deleteIfExists(file);
    }
  }

  private List<Path> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void write(String name, String text) throws IOException {
    if (!read(name).equals(Optional.of(text))) {
      replace(name, text);
    }
  }

  private Optional<String> read(String name) throws IOException {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** It is read by a program that may stop at any time, so it is there as a whole or not. */
  private void replace(String name, String text) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(
        fresh,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String script(String name) {
    try (InputStream in =
        Objects.requireNonNull(VrrpFiles.class.getResourceAsStream(name + ".sh"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
