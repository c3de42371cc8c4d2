package dev.lvs.deploy.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ApiServerExtension.class)
class RulesIT {

  private final Cluster cluster;

  RulesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvFileSource(
      resources = "rules.txt",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      maxCharsPerColumn = 1000)
  void acceptsAndRefuses(String kind, String accepted, String refused, String says) {
    assertThat(tryToCreate(kind, accepted)).isNotNull();

    assertThatThrownBy(() -> tryToCreate(kind, refused))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(says);
  }

  @Test
  void everyRuleHasALine() {
    String table = table();

    // nobody writes plans by hand, and the one rule they have is below
    assertThat(
            cluster.definitions().stream()
                .filter(one -> !one.getSpec().getNames().getKind().startsWith("NodePlan"))
                .flatMap(RulesIT::messages))
        .hasSizeGreaterThan(30)
        .allSatisfy(
            message ->
                assertThat(table.lines())
                    .as("a line of rules.txt for: %s", message)
                    .anyMatch(line -> message.startsWith(afterInvalidValue(line))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NodePlan", "NodePlanPart"})
  @Row("sysctl-names")
  void aPlanNamesOnlySettingsOfIpvs(String kind) {
    assertThat(dryRun(kind, plan("sloppy_tcp", "1"))).isNotNull();

    for (String name : List.of("../../../kernel/core_pattern", "debug_level", "a/b", "")) {
      assertThatThrownBy(() -> dryRun(kind, plan(name, "1")))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("names below /proc/sys/net/ipv4/vs and no others");
    }
    assertThatThrownBy(() -> dryRun(kind, plan("sloppy_tcp", "|/bin/sh")))
        .hasMessageContaining("should match");
  }

  private static Map<String, Object> plan(String name, String value) {
    return Map.of(
        "nodeName",
        "node-1",
        "director",
        Map.of(
            "settings",
            List.of(Map.of("source", "DirectorGroup edge", "ipvsSysctls", Map.of(name, value)))));
  }

  /** Server-side dry run: everything happens but the storing. */
  private GenericKubernetesResource tryToCreate(String kind, String changes) {
    return dryRun(kind, ShortestManifest.spec(kind, changes));
  }

  private GenericKubernetesResource dryRun(String kind, Object spec) {
    var resource = new GenericKubernetesResource();
    resource.setApiVersion("lvs.dev/v1alpha1");
    resource.setKind(kind);
    resource.setMetadata(new ObjectMetaBuilder().withName("web").build());
    resource.setAdditionalProperty("spec", spec);
    return ShortestManifest.namespaced(kind)
        ? cluster.client().resource(resource).inNamespace("default").dryRun().create()
        : cluster.client().resource(resource).dryRun().create();
  }

  private static Stream<String> messages(CustomResourceDefinition definition) {
    List<String> found = new ArrayList<>();
    collect(definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(), found);
    return found.stream();
  }

  private static void collect(JSONSchemaProps schema, List<String> messages) {
    // what a manifest may not be changed to, no line of the table can say: LargePlanIT does
    schema.getXKubernetesValidations().stream()
        .filter(rule -> !rule.getRule().contains("oldSelf"))
        .forEach(rule -> messages.add(rule.getMessage()));
    schema.getProperties().values().forEach(field -> collect(field, messages));
    if (schema.getItems() != null) {
      collect(schema.getItems().getSchema(), messages);
    }
  }

  private static String afterInvalidValue(String line) {
    String mark = "Invalid value: ";
    int at = line.indexOf(mark);
    return at < 0 ? line : line.substring(at + mark.length());
  }

  private static String table() {
    try (var in = requireNonNull(RulesIT.class.getResourceAsStream("rules.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
