package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Folder that becomes the root of a container.
 *
 * <p>Every file in it is a regular one with the time {@link #TIME}: an AOT cache is valid only for
 * jars of the size and time that they had in the training run.
 */
record RootFolder(Path path) {
  /** Modification time of every file of an image; the container registries' usual one. */
  static final Instant TIME = Instant.ofEpochSecond(1);

  /** The place of a file of the container in this folder. */
  Path resolve(String absolute) {
    return path.resolve(absolute.substring(1));
  }

  /** Adds a copy of a file, of that which a link leads to. */
  void copy(Path file, String to) throws IOException {
    Path place = parents(to);
    Files.copy(file.toRealPath(), place);
    touch(place);
  }

  /** Adds a text file. */
  void write(String to, String text) throws IOException {
    Path place = parents(to);
    Files.writeString(place, text);
    touch(place);
  }

  /** Adds a file that a jar holds, to a folder and without those around it. */
  void extract(Path jar, String entry, String folder) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Path file = files.getPath(entry);
      Path place = parents(folder + "/" + file.getFileName());
      Files.copy(file, place);
      touch(place);
    }
  }

  /** Adds all files of a folder. */
  void copyAll(Path folder, String to) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            copy(file, to + "/" + folder.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(TIME));
  }

  private Path parents(String to) throws IOException {
    Path place = resolve(to);
    Files.createDirectories(place.getParent());
    return place;
  }
}
