package dev.lvs.lab.verdicts;

import dev.lvs.lab.ClassPathTests;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * A test method that names rows.
 *
 * @param inTheKernel whether it has to run in the lab's kernel
 */
record Proof(String className, String method, List<String> rows, boolean inTheKernel) {

  private static final String KERNEL = "kernel";

  Proof {
    rows = List.copyOf(rows);
  }

  /** Every one on this class path. */
  static List<Proof> all() {
    List<MethodSource> kernel = ClassPathTests.tagged(KERNEL, MethodSource.class).toList();
    Stream<MethodSource> all = ClassPathTests.tagged(Row.TAG, MethodSource.class);
    return all.map(
            source ->
                new Proof(
                    source.getClassName(),
                    source.getMethodName(),
                    List.of(source.getJavaMethod().getAnnotation(Row.class).value()),
                    kernel.contains(source)))
        .toList();
  }

  /** Returns what JUnit's reports call it: class and method. */
  String name() {
    return className + "." + method;
  }

  /** The same for people. */
  String shortName() {
    return className.substring(className.lastIndexOf('.') + 1) + "." + method;
  }
}
