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
   * Runs test classes in the lab, in guests side by side, each of which boots once and takes one
   * class after another.
   *
   * @param tags which of their tests, as an expression of tags
   * @param reports where logs and, in a folder for each guest, JUnit's XML go
   * @param runs how often a class is run at most until all its tests pass
   * @return whether every test passed and every guest came to its end
   */
  public static boolean inTheKernel(List<String> classes, String tags, Path reports, int runs)
      throws IOException, InterruptedException {
    int guests = Math.min(GUESTS, classes.size());
    System.out.printf(
        "lab: %d test classes in the kernel, in %d guests side by side; logs: %s%n",
        classes.size(), guests, reports);
    try (ScratchFolder taken = ScratchFolder.named("lvs-tests")) {
      List<Process> running = new ArrayList<>();
      for (int g = 1; g <= guests; g++) {
        List<String> command =
            new ArrayList<>(List.of(Checkout.path("deploy", "lab", "lab").toString()));
        command.addAll(tests(classes, tags, reports.resolve("guest-" + g), runs, taken.path()));
        running.add(start(command, log(reports, g)));
      }
      boolean passed = true;
      for (int g = 1; g <= guests; g++) {
        passed &= ended(running.get(g - 1), log(reports, g));
      }
      return passed;
    }
  }

  private static Path log(Path reports, int guest) {
    return reports.resolve("guest-" + guest + ".log");
  }

  /** Runs test classes on this machine, in one process. */
  public static boolean onThisMachine(List<String> classes, String tags, Path reports)
      throws IOException, InterruptedException {
    Path log = reports.resolve("machine.log");
    try (ScratchFolder taken = ScratchFolder.named("lvs-tests")) {
      return ended(
          start(tests(classes, tags, reports.resolve("machine"), 1, taken.path()), log), log);
    }
  }

  /** A process that runs those of the classes that nobody has taken. */
  private static List<String> tests(
      List<String> classes, String tags, Path reports, int runs, Path taken) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                QueuedTests.class.getName(),
                taken.toString(),
                tags,
                reports.toString(),
                String.valueOf(runs)));
    command.addAll(classes);
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
