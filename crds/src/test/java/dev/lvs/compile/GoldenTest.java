package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestFolder;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder per case: {@code in-*.yaml} go in, the plans {@code out-NODE.yaml} and {@code
 * problems.txt} come out. Where there are {@code before-*.yaml}, they are the last good input, and
 * what they compile to is in force when the others come.
 */
class GoldenTest {
  static List<Path> cases() {
    return ManifestFolder.folders(Golden.resources().resolve("golden"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comesOutAsTheFolderSays(Path folder) {
    List<NodePlanSpec> lastGood =
        compile(ManifestFolder.files(folder, "before-"), List.of()).plans();

    Compilation compilation = compile(ManifestFolder.files(folder, "in-"), lastGood);

    for (NodePlanSpec plan : compilation.plans()) {
      Golden.check(folder.resolve("out-" + plan.nodeName() + ".yaml"), Golden.yaml(plan));
    }
    Golden.check(
        folder.resolve("problems.txt"),
        compilation.problems().stream()
            .map(problem -> problem.consequence() + " " + problem + "\n")
            .collect(Collectors.joining()));
    assertThat(expectedNodes(folder))
        .containsExactlyElementsOf(
            compilation.plans().stream().map(NodePlanSpec::nodeName).toList());
  }

  private static Compilation compile(List<ManifestFile> files, List<NodePlanSpec> lastGood) {
    Manifests manifests = ManifestReader.read(files);
    assertThat(manifests.problems()).isEmpty();
    return Compiler.compile(Resolver.resolve(manifests.input()), lastGood);
  }

  private static Set<String> expectedNodes(Path folder) {
    Set<String> nodes = new TreeSet<>();
    for (ManifestFile file : ManifestFolder.files(folder, "out-")) {
      nodes.add(file.name().replaceAll("^out-|\\.yaml$", ""));
    }
    return nodes;
  }
}
