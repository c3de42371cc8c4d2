package dev.lvs.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionsTest {

  private static final Path COMMITTED = Path.of("yaml");

  /** {@code make crds} sets it: the files are then written anew before they are compared. */
  @BeforeAll
  static void writeWhenAsked() throws IOException {
    if ("write".equals(System.getProperty("crds"))) {
      Files.createDirectories(COMMITTED);
      for (CustomResourceDefinition definition : definitions()) {
        Files.writeString(file(definition), DefinitionYaml.text(definition));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void theCommittedFileIsWhatTheRecordsSay(CustomResourceDefinition definition) throws IOException {
    String committed = Files.readString(file(definition));

    assertThat(committed)
        .as("%s is out of date; run: make crds", file(definition))
        .isEqualTo(DefinitionYaml.text(definition));
  }

  @Test
  void nothingElseIsCommitted() throws IOException {
    List<Path> expected = definitions().stream().map(DefinitionsTest::file).toList();

    try (var files = Files.list(COMMITTED)) {
      // beside them only the Kustomization, which kubectl apply -f passes over
      assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyFieldSaysWhatItIs(CustomResourceDefinition definition) {
    var silent = new TreeSet<String>();

    Fields.visit(
        schema(definition),
        (path, field) -> {
          if (field.getDescription() == null || !field.getDescription().endsWith(".")) {
            silent.add(path);
          }
        });

    assertThat(silent).as("fields whose description is missing, or no sentence").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyRuleHasAMessage(CustomResourceDefinition definition) {
    Fields.visit(
        schema(definition),
        (path, field) ->
            assertThat(field.getXKubernetesValidations())
                .as(path)
                .allSatisfy(rule -> assertThat(rule.getMessage()).isNotBlank())
                .doesNotHaveDuplicates());
  }

  static List<CustomResourceDefinition> definitions() {
    return Definitions.generate();
  }

  private static JSONSchemaProps schema(CustomResourceDefinition definition) {
    return definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static Path file(CustomResourceDefinition definition) {
    return COMMITTED.resolve(definition.getMetadata().getName() + ".yaml");
  }
}
