import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Sums up the JUnit XML reports below a folder: {@code FOLDER SECONDS}. The last line is {@code N
 * passed, N failed}; the exit code is 1 when a test failed, was skipped, or when there was none.
 */
class Summary {

  private record Count(int passed, int failed, int skipped, double seconds) {
    Count plus(Count other) {
      return new Count(
          passed + other.passed,
          failed + other.failed,
          skipped + other.skipped,
          seconds + other.seconds);
    }
  }

  private final Map<String, Count> modules = new TreeMap<>();
  private final List<String> bad = new ArrayList<>();

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
        add(kernel ? module + ", in the kernel" : module, (Element) cases.item(i));
      }
    }
  }

  private void add(String module, Element test) {
    String time = test.getAttribute("time").replace(",", "");
    boolean failed =
        test.getElementsByTagName("failure").getLength() > 0
            || test.getElementsByTagName("error").getLength() > 0;
    boolean skipped = test.getElementsByTagName("skipped").getLength() > 0;
    Count count =
        new Count(
            failed || skipped ? 0 : 1,
            failed ? 1 : 0,
            skipped ? 1 : 0,
            time.isEmpty() ? 0 : Double.parseDouble(time));
    modules.merge(module, count, Count::plus);
    if (failed || skipped) {
      String name = test.getAttribute("classname") + "." + test.getAttribute("name");
      bad.add((failed ? "failed   " : "skipped  ") + name);
    }
  }

  /** Returns whether all is well. */
  private boolean print(int elapsed) {
    System.out.printf("%-24s %7s %7s %9s%n", "module", "tests", "failed", "seconds");
    modules.forEach(
        (module, count) ->
            System.out.printf(
                "%-24s %7d %7d %9.1f%n",
                module, count.passed + count.failed + count.skipped, count.failed, count.seconds));
    Count sum = modules.values().stream().reduce(new Count(0, 0, 0, 0), Count::plus);
    bad.forEach(System.out::println);
    System.out.printf("%ntook %d min %d s%n", elapsed / 60, elapsed % 60);
    if (sum.skipped > 0) {
      System.out.printf("%d skipped, which counts as a failure here%n", sum.skipped);
    }
    System.out.printf("%d passed, %d failed%n", sum.passed, sum.failed + sum.skipped);
    return sum.passed > 0 && sum.failed + sum.skipped == 0;
  }
}
