package dev.lvs.tool.convert;

import dev.lvs.tool.convert.keepalived.KeepalivedConfig;
import dev.lvs.tool.convert.ldirectord.LdirectordConfig;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Includes;
import dev.lvs.tool.convert.table.SavedTableConfig;
import dev.lvs.tool.saved.NameFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with a configuration of another program, the manifests that are made of it, and the
 * notices. Its parent is named after the program.
 */
record ConfigFolder(Path path) {
  static final Path ALL = Path.of("src", "test", "resources", "convert");

  private static final NameFiles NAMES =
      NameFiles.of(
          "192.0.2.31 web-1\n",
          """
          domain 53/udp
          http 80/tcp www
          webcache 8080/tcp
          https 443/tcp
          """);

  /** Director that the lines with conditions are for. */
  private static final String CONFIG_ID = "edge-1";

  static List<ConfigFolder> all() {
    try (Stream<Path> programs = Files.list(ALL)) {
      return programs.flatMap(ConfigFolder::folders).sorted().map(ConfigFolder::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> folders(Path program) {
    try (Stream<Path> folders = Files.list(program)) {
      return folders.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String program() {
    return ALL.relativize(path).getName(0).toString();
  }

  ConfigFile file() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(conf|cf|rules)"))
          .map(file -> new ConfigFile(file.getFileName().toString(), text(file)))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Configuration read() {
    return read(program(), file(), new Folder());
  }

  static Configuration read(String program, ConfigFile file, Includes includes) {
    return switch (program) {
      case "keepalived" -> KeepalivedConfig.read(List.of(file), includes, Optional.of(CONFIG_ID));
      case "ldirectord" -> LdirectordConfig.read(List.of(file), NAMES);
      case "ipvsadm" -> SavedTableConfig.read(List.of(file), NameFiles.NONE);
      default -> throw new IllegalArgumentException("nothing reads files of " + program);
    };
  }

  /** The folder as if it were /etc/keepalived. */
  private final class Folder implements Includes {
    @Override
    public List<ConfigFile> find(String pattern, String from) throws IOException {
      return included(pattern.replaceFirst("^/etc/keepalived/", ""), from);
    }

    @Override
    public String directory(String file) {
      return "/etc/keepalived";
    }
  }

  /** Files of the folder, by a pattern whose only wildcard is a star. */
  private List<ConfigFile> included(String pattern, String from) throws IOException {
    String wanted = Path.of(from).resolveSibling(pattern).toString().replace("*", "[^/]*");
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .map(path::relativize)
          .filter(file -> file.toString().matches(wanted))
          .sorted()
          .map(file -> new ConfigFile(file.toString(), text(path.resolve(file))))
          .toList();
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return program() + "/" + path.getFileName();
  }
}
