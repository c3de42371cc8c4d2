package dev.lvs.lab;

import dev.lvs.lab.apiserver.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of test classes in processes of their own, with JUnit's reports in a folder. */
public final class TestRuns {

  private static final int GUESTS = 2;

  /** Ten minutes where nothing else runs; one that hangs is to end before the build is given up. */
  private static final String GUEST_SECONDS = "2700";

  private TestRuns() {}

  /**
   * Runs test classes in the lab, split over guests side by side; each guest boots once.
   *
   * @param tags which of their tests, as an expression of tags
   * @param reports where logs and, in a folder for each guest, JUnit's XML go
   * @return whether every test passed and every guest came to its end
   */
  public static boolean inTheKernel(List<String> classes, String tags, Path reports)
      throws IOException, InterruptedException {
    int guests = Math.min(GUESTS, classes.size());
    System.out.printf(
        "lab: %d test classes in the kernel, in %d guests side by side; logs: %s%n",
        classes.size(), guests, reports);
    List<Process> running = new ArrayList<>();
    for (int g = 0; g < guests; g++) {
      int guest = g;
      List<String> share =
          classes.stream().filter(name -> classes.indexOf(name) % guests == guest).toList();
      List<String> command =
          new ArrayList<>(List.of(Checkout.path("deploy", "lab", "lab").toString()));
      command.addAll(console(share, tags, reports.resolve("guest-" + (g + 1))));
      running.add(start(command, reports.resolve("guest-" + (g + 1) + ".log")));
    }
    boolean passed = true;
    for (int g = 0; g < guests; g++) {
      passed &= ended(running.get(g), reports.resolve("guest-" + (g + 1) + ".log"));
    }
    return passed;
  }

  /** Runs test classes on this machine, in one process. */
  public static boolean onThisMachine(List<String> classes, String tags, Path reports)
      throws IOException, InterruptedException {
    Path log = reports.resolve("machine.log");
    return ended(start(console(classes, tags, reports.resolve("machine")), log), log);
  }

  private static List<String> console(List<String> classes, String tags, Path reports) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--include-engine=junit-jupiter",
                "--include-tag=" + tags,
                "--fail-if-no-tests",
                "--details=tree",
                "--disable-banner",
                "--disable-ansi-colors",
                "--reports-dir=" + reports));
    classes.forEach(name -> command.add("--select-class=" + name));
    return command;
  }

  private static Process start(List<String> command, Path log) throws IOException {
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Checkout.path("deploy").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putIfAbsent("IPVS_TIMEOUT", GUEST_SECONDS);
    return builder.start();
  }

  private static boolean ended(Process run, Path log) throws IOException, InterruptedException {
    int code = run.waitFor();
    if (code != 0) {
      System.out.printf("lab: %s ended with code %d%n", log.getFileName(), code);
      System.out.println(Files.readString(log));
    }
    return code == 0;
  }
}
