package dev.lvs.agent.probe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** The folder of the files and programs of checks, of which nothing leads out. */
public record CheckFolder(Path path) {
  /** A file of the folder, or why there is none that counts. */
  sealed interface Found {
    /** A regular file. */
    record Here(Path file) implements Found {}

    /** Nothing of that name. */
    record Missing() implements Found {}

    /**
     * Something that is passed over.
     *
     * @param reason in words, with the remedy
     */
    record Unusable(String reason) implements Found {}
  }

  /** Looks for a file. */
  Found find(String name) {
    try {
      Path folder = path.toRealPath();
      Path file = folder.resolve(name).toRealPath();
      if (!folder.equals(file.getParent())) {
        return new Found.Unusable(
            "%s leads out of %s; put the file itself there".formatted(name, path));
      }
      return Files.isRegularFile(file)
          ? new Found.Here(file)
          : new Found.Unusable("%s in %s is no regular file".formatted(name, path));
    } catch (NoSuchFileException missing) {
      return Files.isDirectory(path)
          ? new Found.Missing()
          : new Found.Unusable("the folder %s is missing; create it".formatted(path));
    } catch (IOException | IllegalArgumentException e) {
      return new Found.Unusable("%s in %s cannot be read (%s)".formatted(name, path, e));
    }
  }

  /** Looks for a program that nobody but root and the agent's user can have written. */
  Found findProgram(String name) {
    Found found = find(name);
    if (!(found instanceof Found.Here(var file))) {
      return found;
    }
    try {
      Optional<Path> writable = writable(path.toRealPath()).or(() -> writable(file));
      return writable
          .<Found>map(
              one ->
                  new Found.Unusable(
                      "%s can be written by others than root and the agent's user, and programs run with the agent's rights; take that right away (chmod go-w, chown)"
                          .formatted(one)))
          .orElse(found);
    } catch (IOException e) {
      return new Found.Unusable("%s cannot be read (%s)".formatted(path, e));
    }
  }

  private static Optional<Path> writable(Path one) {
    try {
      PosixFileAttributes its = Files.readAttributes(one, PosixFileAttributes.class);
      UserPrincipal agent = Files.getOwner(Path.of("/proc/self"));
      boolean trusted = its.owner().equals(agent) || its.owner().getName().equals("root");
      boolean others =
          its.permissions().contains(PosixFilePermission.GROUP_WRITE)
              || its.permissions().contains(PosixFilePermission.OTHERS_WRITE);
      return trusted && !others ? Optional.empty() : Optional.of(one);
    } catch (IOException _) {
      return Optional.of(one);
    }
  }
}
