package dev.lvs.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lvs.compile.Compiler;
import dev.lvs.compile.resolve.Resolver;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Noise in manifests comes out as problems: nothing is thrown, and nothing takes forever. */
class ManifestFuzzTest {
  private static final List<ManifestFile> EXAMPLES =
      ManifestFolder.folders(ManifestFolder.EXAMPLES).stream()
          .flatMap(folder -> ManifestFolder.files(folder, "").stream())
          .toList();
  private static final List<String> SCRAPS =
      List.of(
          "\t",
          "\u0000",
          "\ufeff",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "&a ",
          "*a",
          "<<: ",
          "!!int ",
          "!!binary ",
          "!x ",
          "{",
          "}",
          "[",
          "]",
          ": ",
          "- ",
          "? ",
          "|\n",
          ">\n",
          "'",
          "\"",
          "#",
          "null",
          "~",
          "-1",
          "99999999999999999999",
          "0x1F",
          "1e9",
          ".nan",
          "2026-01-01",
          "yes",
          "spec:",
          "ports:",
          "\ud83d");

  @Property
  void onlyProblemsComeOfNoise(@ForAll("manifests") ManifestFile file) {
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertOnlyProblems(file));
  }

  private static void assertOnlyProblems(ManifestFile file) {
    Manifests manifests = ManifestReader.read(List.of(file));

    assertThat(manifests.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.place().line()).isBetween(1, lines(file.text()));
              assertThat(problem.message()).matches("(?s)[A-Z'0-9-].*[.?]");
            });
    // what is left can be compiled, whatever it is
    Compiler.compile(Resolver.resolve(manifests.input()), List.of());
  }

  @Provide
  Arbitrary<ManifestFile> manifests() {
    return Arbitraries.randomValue(ManifestFuzzTest::damaged);
  }

  private static ManifestFile damaged(Random random) {
    ManifestFile file = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
    StringBuilder text = new StringBuilder(file.text());
    for (int i = random.nextInt(6); i >= 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 2 -> text.insert(from, text.substring(from, to));
        case 3 -> text.insert(from, SCRAPS.get(random.nextInt(SCRAPS.size())).repeat(many(random)));
        default -> {
          if (from < to) {
            text.setCharAt(from, (char) random.nextInt(256));
          }
        }
      }
    }
    return new ManifestFile(file.name(), text.toString());
  }

  /** Seldom very many: reading them takes longer than everything else. */
  private static int many(Random random) {
    return random.nextInt(50) == 0 ? 100_000 : random.nextInt(100);
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count() + 1;
  }
}
