package dev.lvs.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  static List<Path> scenarios() {
    return ManifestFolder.folders(ManifestFolder.EXAMPLES);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyScenarioCompilesWithoutAWord(Path scenario) {
    Manifests manifests = ManifestReader.read(ManifestFolder.files(scenario, ""));
    Compilation compilation = compile(manifests);

    assertThat(manifests.problems()).isEmpty();
    // whoever chooses vrrp is told in any case what it cannot do
    assertThat(compilation.problems()).allMatch(one -> one.reason() == Reason.NO_FENCE);
    assertThat(compilation.services())
        .isNotEmpty()
        .allSatisfy(service -> assertThat(service.ready()).isGreaterThanOrEqualTo(2));
  }

  @Test
  void theGuidesScenarioIsTheGuidesScript() {
    List<NodePlanSpec> plans =
        compile(
                ManifestReader.read(
                    ManifestFolder.files(ManifestFolder.EXAMPLES.resolve("dr"), "")))
            .plans();

    assertThat(plans)
        .extracting(NodePlanSpec::nodeName)
        .containsExactly("lvs-director", "rs-52", "rs-53");
    assertThat(plans.getFirst().director()).isNotNull();
    assertThat(plans.get(1).realServer()).isNotNull();
  }

  private static Compilation compile(Manifests manifests) {
    return Compiler.compile(Resolver.resolve(manifests.input()), List.of());
  }
}
