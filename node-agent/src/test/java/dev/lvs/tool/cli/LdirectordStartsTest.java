package dev.lvs.tool.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.tool.convert.ldirectord.LdirectordConfig;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.saved.NameFiles;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With which files ldirectord starts, by the import and by ldirectord itself. */
class LdirectordStartsTest {
  private static final NameFiles NAMES =
      NameFiles.of("", "http 80/tcp\ndomain 53/tcp\ndomain 53/udp\ntftp 69/udp\n");

  @TempDir private Path directory;

  /**
   * A file.
   *
   * @param starts whether ldirectord starts with it
   */
  record Start(boolean starts, String text) {
    static Start read(String line) {
      String[] parts = line.split(" \\| ", 2);
      return new Start(
          parts[0].strip().equals("yes"), parts[1].replace("\\t", "\t").replace("\\n", "\n"));
    }
  }

  static List<Start> starts() throws IOException {
    try (InputStream lines =
        requireNonNull(LdirectordStartsTest.class.getResourceAsStream("/ldirectord/starts.txt"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Start::read)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("starts")
  @Row("import-refused")
  void saysWhetherLdirectordStarts(Start start) {
    Configuration read =
        LdirectordConfig.read(List.of(new ConfigFile("conf", start.text())), NAMES);

    List<String> notices = read.notices().stream().map(Object::toString).toList();
    assertThat(notices.stream().anyMatch(text -> text.contains("does not start with this file")))
        .as("%s %s", start, notices)
        .isEqualTo(!start.starts());
    assertThat(notices.stream().anyMatch(text -> text.contains("does not start with it: ")))
        .as("%s %s", start, notices)
        .isEqualTo(!start.starts());
  }

  @Test
  @Tag("kernel")
  @Row("import-refused")
  void startsLdirectordWithJustThose() throws Exception {
    SoftAssertions softly = new SoftAssertions();
    Files.createSymbolicLink(directory.resolve("ipvsadm"), onPath("ipvsadm"));
    for (Start start : starts()) {
      Path file = Files.writeString(directory.resolve("conf"), start.text());
      Path log = directory.resolve("log");
      // with -d it takes the ipvsadm of the folder that it is started in
      List<String> words = new ArrayList<>(List.of("perl", onPath("ldirectord").toString()));
      words.addAll(List.of("-d", file.toString(), "status"));
      Process process =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      softly
          .assertThat(process.waitFor())
          .as("%s %s", start, Files.readString(log))
          .isEqualTo(start.starts() ? 3 : 2); // 3 is "not running"
    }
    softly.assertAll();
  }

  private static Path onPath(String program) {
    return Stream.of(requireNonNull(System.getenv("PATH")).split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(program + " is not on the PATH"));
  }
}
