package dev.lvs.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.platform.console.ConsoleLauncher;

/**
 * Runs those of the test classes that no other process runs: each takes the next one as it has
 * ended the last, so that all end at about the same time.
 *
 * <p>Arguments: a folder in which a class that is taken is a file, the expression of tags, the
 * folder of reports, and the classes. Ends with code 1 when a test failed.
 */
final class QueuedTests {
  private final Path taken;
  private final String tags;
  private final Path reports;

  private QueuedTests(Path taken, String tags, Path reports) {
    this.taken = taken;
    this.tags = tags;
    this.reports = reports;
  }

  public static void main(String... arguments) throws IOException {
    QueuedTests tests = new QueuedTests(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]));
    boolean passed = true;
    for (String name : List.of(arguments).subList(3, arguments.length)) {
      passed &= !tests.take(name) || tests.run(name);
    }
    System.exit(passed ? 0 : 1);
  }

  private boolean take(String name) throws IOException {
    try {
      Files.createFile(taken.resolve(name));
      return true;
    } catch (FileAlreadyExistsException byAnother) {
      return false;
    }
  }

  private boolean run(String name) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    return ConsoleLauncher.run(
                out,
                out,
                "execute",
                "--include-engine=junit-jupiter",
                "--include-tag=" + tags,
                "--fail-if-no-tests",
                "--details=tree",
                "--disable-banner",
                "--disable-ansi-colors",
                "--reports-dir=" + reports.resolve(name),
                "--select-class=" + name)
            .getExitCode()
        == 0;
  }
}
