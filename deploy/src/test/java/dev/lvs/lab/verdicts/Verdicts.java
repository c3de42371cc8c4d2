package dev.lvs.lab.verdicts;

import dev.lvs.lab.TestRuns;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs the tests that name rows of the table, and prints it with a verdict on each. Arguments:
 * names of rows, for these alone.
 *
 * <p>Ends with code 0 only when every row holds.
 */
final class Verdicts {

  private static final Path REPORTS = Checkout.path("deploy", "target", "verdicts");

  private Verdicts() {}

  public static void main(String... arguments) throws Exception {
    Set<String> wanted = Set.of(arguments);
    List<Feature> features =
        Feature.all().stream()
            .filter(feature -> wanted.isEmpty() || wanted.contains(feature.row()))
            .toList();
    if (features.isEmpty() || features.size() < wanted.size()) {
      throw new IllegalArgumentException("rows.txt and faults.txt have not all of " + wanted);
    }
    List<Proof> proofs =
        Proof.all().stream()
            .filter(proof -> wanted.isEmpty() || proof.rows().stream().anyMatch(wanted::contains))
            .toList();

    clear();
    // their exit codes are not asked for: what failed or did not run is in no report as passed
    List<String> kernel = classes(proofs.stream().filter(Proof::inTheKernel));
    if (!kernel.isEmpty()) {
      TestRuns.inTheKernel(kernel, "kernel & " + Row.TAG, REPORTS, 1);
    }
    List<String> others = classes(proofs.stream().filter(proof -> !proof.inTheKernel()));
    if (!others.isEmpty()) {
      TestRuns.onThisMachine(others, "!kernel & " + Row.TAG, REPORTS);
    }

    VerdictTable table = VerdictTable.of(features, proofs, Results.read(REPORTS));
    System.out.println();
    System.out.print(table);
    System.exit(table.allHold() ? 0 : 1);
  }

  private static List<String> classes(Stream<Proof> proofs) {
    return proofs.map(Proof::className).distinct().sorted().toList();
  }

  /** Reports of another time would be taken for this one's. */
  private static void clear() throws IOException {
    Files.createDirectories(REPORTS);
    try (Stream<Path> old = Files.walk(REPORTS)) {
      for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(REPORTS)) {
          Files.delete(path);
        }
      }
    }
  }
}
