package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.tool.cli.CompletionCommand.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The manual pages and completion scripts that are committed are those that the commands make;
 * {@code -Dcli=write} writes them anew.
 */
class GeneratedFilesTest {
  private static final Path SHARE = Path.of("src/main/launcher/share");

  @Test
  void areWhatTheCommandsSay() throws IOException {
    Map<Path, String> expected = generated();
    if (System.getProperty("cli", "").equals("write")) {
      for (var file : expected.entrySet()) {
        Files.createDirectories(file.getKey().getParent());
        Files.writeString(file.getKey(), file.getValue());
      }
    }

    Map<Path, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SHARE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        committed.put(file, Files.readString(file));
      }
    }
    assertThat(committed).as("make manual writes them anew").isEqualTo(expected);
  }

  private static Map<Path, String> generated() {
    CommandLine all = LvsCommand.commandLine();
    Map<Path, String> files = new TreeMap<>();
    files.put(
        SHARE.resolve("bash-completion/completions/lvs"), CompletionCommand.script(Shell.BASH));
    files.put(SHARE.resolve("zsh/site-functions/_lvs"), CompletionCommand.script(Shell.ZSH));
    files.put(SHARE.resolve("man/man8/lvs.8"), ManPage.of(all));
    all.getSubcommands()
        .values()
        .forEach(
            command ->
                files.put(
                    SHARE.resolve("man/man8/" + ManPage.name(command) + ".8"),
                    ManPage.of(command)));
    return files;
  }
}
