package dev.lvs.lab;

import dev.lvs.lab.apiserver.Checkout;
import java.nio.file.Path;
import java.util.List;
import org.junit.platform.engine.support.descriptor.ClassSource;

/**
 * Runs every test class tagged {@code kernel} on this class path in the lab. Arguments: names of
 * classes to run instead of all.
 *
 * <p>A class with a test that failed is run a second time; what passes then is counted as flaky.
 * Ends with code 1 when a test failed in both, when there was none, or when a guest ended early.
 */
final class KernelTests {

  private static final String TAG = "kernel";
  private static final int RUNS = 2;
  private static final Path REPORTS = Checkout.path("deploy", "target", "kernel-reports");

  private KernelTests() {}

  public static void main(String... arguments) throws Exception {
    List<String> classes =
        arguments.length > 0
            ? List.of(arguments)
            : ClassPathTests.tagged(TAG, ClassSource.class)
                .map(ClassSource::getClassName)
                .sorted()
                .toList();
    if (classes.isEmpty()) {
      throw new IllegalStateException("no test is tagged kernel on this class path");
    }
    System.exit(TestRuns.inTheKernel(classes, TAG, REPORTS, RUNS) ? 0 : 1);
  }
}
