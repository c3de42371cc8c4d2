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
 * folder of reports, how often a class is run at most until all its tests pass, and the classes.
 * The reports of the second run are in a folder {@value #AGAIN} beside those of the first. Ends
 * with code 1 when a test failed in the last run of its class.
 */
final class QueuedTests {
  private static final String AGAIN = "again";

  private final Path taken;
  private final String tags;
  private final Path reports;
  private final int runs;

  private QueuedTests(Path taken, String tags, Path reports, int runs) {
    this.taken = taken;
    this.tags = tags;
    this.reports = reports;
    this.runs = runs;
  }

  public static void main(String... arguments) throws IOException {
    QueuedTests tests =
        new QueuedTests(
            Path.of(arguments[0]),
            arguments[1],
            Path.of(arguments[2]),
            Integer.parseInt(arguments[3]));
    boolean passed = true;
    for (String name : List.of(arguments).subList(4, arguments.length)) {
      passed &= !tests.take(name) || tests.passes(name);
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

  private boolean passes(String name) {
    Path folder = reports.resolve(name);
    for (int run = 1; run <= runs; run++) {
      if (run(name, folder)) {
        return true;
      }
      folder = folder.resolve(AGAIN);
    }
    return false;
  }

  private boolean run(String name, Path folder) {
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
                "--reports-dir=" + folder,
                "--select-class=" + name)
            .getExitCode()
        == 0;
  }
}
