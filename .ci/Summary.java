import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Sums up the JUnit XML reports below a folder: {@code FOLDER SECONDS}. The last line is {@code N
 * passed, N failed}; the exit code is 1 when a test failed, was skipped, or when there was none.
 *
 * <p>A test that failed and passed as it was run a second time is named as flaky, and counts as
 * passed: Failsafe marks it so in its report, the kernel tests have a second report below {@code
 * again}.
 */
class Summary {

  private enum Result {
    PASSED,
    FLAKY,
    FAILED,
    SKIPPED
  }

  private record Test(String module, String name, Result result, double seconds) {
    Test withResult(Result other) {
      return new Test(module, name, other, seconds);
    }
  }

  private final List<Test> tests = new ArrayList<>();
  private final Map<String, Result> again = new HashMap<>();

  public static void main(String... arguments) throws Exception {
    Summary summary = new Summary();
    summary.read(Path.of(arguments[0]));
    System.exit(summary.print(Integer.parseInt(arguments[1])) ? 0 : 1);
  }

  private void read(Path root) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    List<Path> reports;
    try (Stream<Path> all = Files.walk(root)) {
      reports = all.filter(path -> path.toString().matches(".*/target/.*/TEST-.*\\.xml")).toList();
    }
    for (Path report : reports) {
      String module = root.relativize(report).getName(0).toString();
      boolean kernel = report.toString().contains("kernel-reports");
      NodeList cases = parser.parse(report.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Test test = test(kernel ? module + ", in the kernel" : module, (Element) cases.item(i));
        if (report.getParent().endsWith("again")) {
          again.put(test.name, test.result);
        } else {
          tests.add(test);
        }
      }
    }
    tests.replaceAll(
        test -> {
          Result second = again.getOrDefault(test.name, test.result);
          boolean flaky = test.result == Result.FAILED && second == Result.PASSED;
          return test.withResult(flaky ? Result.FLAKY : second);
        });
  }

  private static Test test(String module, Element test) {
    String time = test.getAttribute("time").replace(",", "");
    Result result = Result.PASSED;
    if (has(test, "failure") || has(test, "error")) {
      result = Result.FAILED;
    } else if (has(test, "skipped")) {
      result = Result.SKIPPED;
    } else if (has(test, "flakyFailure") || has(test, "flakyError")) {
      result = Result.FLAKY;
    }
    return new Test(
        module,
        test.getAttribute("classname") + "." + test.getAttribute("name"),
        result,
        time.isEmpty() ? 0 : Double.parseDouble(time));
  }

  private static boolean has(Element test, String child) {
    return test.getElementsByTagName(child).getLength() > 0;
  }

  private long count(Result... results) {
    return tests.stream().filter(test -> List.of(results).contains(test.result)).count();
  }

  /** Returns whether all is well. */
  private boolean print(int elapsed) {
    System.out.printf("%-24s %7s %7s %9s%n", "module", "tests", "failed", "seconds");
    tests.stream()
        .collect(Collectors.groupingBy(Test::module, TreeMap::new, Collectors.toList()))
        .forEach(
            (module, all) ->
                System.out.printf(
                    "%-24s %7d %7d %9.1f%n",
                    module,
                    all.size(),
                    all.stream().filter(test -> test.result == Result.FAILED).count(),
                    all.stream().mapToDouble(Test::seconds).sum()));
    tests.stream()
        .filter(test -> test.result != Result.PASSED)
        .forEach(
            test ->
                System.out.printf(
                    "%-8s %s%n", test.result.name().toLowerCase(Locale.ROOT), test.name));
    System.out.printf("%ntook %d min %d s%n", elapsed / 60, elapsed % 60);
    long skipped = count(Result.SKIPPED);
    if (skipped > 0) {
      System.out.printf("%d skipped, which counts as a failure here%n", skipped);
    }
    long flaky = count(Result.FLAKY);
    if (flaky > 0) {
      System.out.printf("%d flaky: failed, and passed as they were run a second time%n", flaky);
    }
    long passed = count(Result.PASSED, Result.FLAKY);
    long failed = count(Result.FAILED, Result.SKIPPED);
    System.out.printf("%d passed, %d failed%n", passed, failed);
    return passed > 0 && failed == 0;
  }
}
