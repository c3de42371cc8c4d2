package dev.lvs.tool.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder's configuration becomes its manifests and notices; {@code -Dgolden=write} writes.
 */
class GoldenConversionTest {
  private static final ConversionOptions OPTIONS =
      new ConversionOptions("shop", "", "default", List.of("edge-1"));

  static List<ConfigFolder> folders() {
    return ConfigFolder.all();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void saysTheSameInManifestsAndTellsTheRest(ConfigFolder folder) throws IOException {
    Conversion conversion = Converter.drafts(folder.read(), OPTIONS).conversion();
    String notices =
        conversion.notices().stream()
            .map(notice -> notice.effect() + " " + notice + "\n")
            .collect(Collectors.joining());

    check(folder.path().resolve("manifests.yaml"), conversion.text());
    check(folder.path().resolve("notices.txt"), notices);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void isAcceptedByDirectorsWithoutAWord(ConfigFolder folder) {
    String text = Converter.convert(folder.read(), OPTIONS).text();
    Manifests manifests = ManifestReader.read(List.of(new ManifestFile("all.yaml", text)));

    Compilation compilation =
        Compiler.compile(Resolver.resolve(manifests.input().localChecks(true)), List.of());

    assertThat(manifests.problems()).isEmpty();
    assertThat(compilation.problems())
        .filteredOn(problem -> problem.consequence() != Consequence.NOTED)
        .isEmpty();
    assertThat(compilation.services())
        .allSatisfy(service -> assertThat(service.directors()).containsExactly("edge-1"));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void givesTheSameBytesEachTime(ConfigFolder folder) {
    assertThat(Converter.convert(folder.read(), OPTIONS))
        .isEqualTo(Converter.convert(folder.read(), OPTIONS));
  }

  private static void check(Path file, String text) throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(ConfigFolder.text(file));
  }
}
