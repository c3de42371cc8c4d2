package dev.lvs.tool.cli.manifests;

import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Includes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Configuration files of other programs, with their includes. */
final class ConfigFiles implements Includes {
  /** Longest file in bytes. */
  private static final long LONGEST = 16L << 20;

  private static final Path STDIN = Path.of("-");

  private static final String WILDCARDS = "[*?\\[{].*";

  /**
   * Reads a file that was named by the user.
   *
   * @throws CommandException when it cannot be read
   */
  static ConfigFile read(Path file) {
    try {
      return file.equals(STDIN) ? text("stdin", System.in) : text(file);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.NO_FILE, "%s cannot be read: %s".formatted(file, reason(e)));
    }
  }

  @Override
  public List<ConfigFile> find(String pattern, String from) throws IOException {
    List<ConfigFile> found = new ArrayList<>();
    try {
      Path wanted = Path.of(from).resolveSibling(pattern).normalize();
      List<Path> paths = List.of(wanted.isAbsolute() ? Path.of("/") : Path.of(""));
      for (Path name : wanted) {
        paths = below(paths, name.toString());
      }
      for (Path path : paths) {
        if (Files.isRegularFile(path)) { // a pipe or a device has no end
          found.add(text(alike(path, from)));
        }
      }
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw new IOException("it is not a path", e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /** One file has one name, also where it is included by its whole path. */
  private static Path alike(Path file, String from) {
    Path here = Path.of("").toAbsolutePath();
    return !Path.of(from).isAbsolute() && file.isAbsolute() && file.startsWith(here)
        ? here.relativize(file)
        : file;
  }

  private static List<Path> below(List<Path> directories, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path directory : directories) {
      if (!name.matches(".*" + WILDCARDS)) {
        Path one = directory.resolve(name);
        if (Files.exists(one)) {
          found.add(one);
        }
        continue;
      }
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(
              directory.toString().isEmpty() ? Path.of(".") : directory, name)) {
        for (Path entry : entries) {
          boolean hidden = entry.getFileName().toString().startsWith(".");
          if (!hidden || name.startsWith(".")) { // as glob(3) has it
            found.add(directory.resolve(entry.getFileName()));
          }
        }
      } catch (NotDirectoryException | NoSuchFileException _) {
        // nothing is in it
      }
    }
    found.sort(null);
    return found;
  }

  private static ConfigFile text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return text(file.toString(), in);
    }
  }

  private static ConfigFile text(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes((int) LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw new IOException("it has more than %d bytes".formatted(LONGEST));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new ConfigFile(name, text);
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "there is none." : e.getMessage() + ".";
  }
}
