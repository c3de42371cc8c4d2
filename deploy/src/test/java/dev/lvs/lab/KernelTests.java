package dev.lvs.lab;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import dev.lvs.lab.apiserver.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs every test class tagged {@code kernel} on this class path in the lab, split over two guests;
 * each guest boots once. Arguments: names of classes to run instead of all.
 *
 * <p>Ends with code 1 when a test failed, when there was none, or when a guest ended early.
 */
final class KernelTests {

  private static final int GUESTS = 2;
  private static final Path REPORTS = Checkout.path("deploy", "target", "kernel-reports");

  private KernelTests() {}

  public static void main(String... arguments) throws Exception {
    List<String> classes = arguments.length > 0 ? List.of(arguments) : discover();
    if (classes.isEmpty()) {
      throw new IllegalStateException("no test is tagged kernel on this class path");
    }
    int guests = Math.min(GUESTS, classes.size());
    System.out.printf(
        "lab: %d test classes in the kernel, in %d guests side by side; logs: %s%n",
        classes.size(), guests, REPORTS);
    List<Process> running = new ArrayList<>();
    for (int g = 0; g < guests; g++) {
      int guest = g;
      List<String> share =
          classes.stream().filter(name -> classes.indexOf(name) % guests == guest).toList();
      running.add(start(REPORTS.resolve("guest-" + (g + 1)), share));
    }
    boolean passed = true;
    for (int g = 0; g < guests; g++) {
      int code = running.get(g).waitFor();
      if (code != 0) {
        passed = false;
        System.out.printf("lab: guest %d ended with code %d%n", g + 1, code);
        System.out.println(Files.readString(REPORTS.resolve("guest-" + (g + 1) + ".log")));
      }
    }
    System.exit(passed ? 0 : 1);
  }

  private static Process start(Path reports, List<String> classes) throws IOException {
    Files.createDirectories(reports);
    List<String> command =
        new ArrayList<>(
            List.of(
                Checkout.path("deploy", "lab", "lab").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--include-engine=junit-jupiter",
                "--include-tag=kernel",
                "--fail-if-no-tests",
                "--details=tree",
                "--disable-banner",
                "--disable-ansi-colors",
                "--reports-dir=" + reports));
    classes.forEach(name -> command.add("--select-class=" + name));
    return new ProcessBuilder(command)
        .directory(Checkout.path("deploy").toFile())
        .redirectErrorStream(true)
        .redirectOutput(reports.resolveSibling(reports.getFileName() + ".log").toFile())
        .start();
  }

  private static List<String> discover() {
    LauncherDiscoveryRequest tagged =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClasspathRoots(testRoots()))
            .filters(TagFilter.includeTags("kernel"), EngineFilter.includeEngines("junit-jupiter"))
            .build();
    TestPlan plan = LauncherFactory.create().discover(tagged);
    return plan.getRoots().stream()
        .map(plan::getChildren)
        .flatMap(Collection::stream)
        .map(TestIdentifier::getSource)
        .flatMap(source -> source.stream())
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName())
        .sorted()
        .toList();
  }

  /** The class path's own tests: folders of classes, and the agent's as a jar. */
  private static Set<Path> testRoots() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    Stream<String> tests =
        Arrays.stream(entries)
            .filter(entry -> entry.endsWith("test-classes") || entry.endsWith("-tests.jar"));
    return tests.map(Path::of).collect(Collectors.toSet());
  }
}
