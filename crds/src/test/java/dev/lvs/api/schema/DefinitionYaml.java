package dev.lvs.api.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.ArrayList;
import java.util.List;

/** A definition as the text that is committed. */
final class DefinitionYaml {

  private static final String HEADER =
      "# Made from the records of dev.lvs.api.v1alpha1 by `make crds`; edit those.\n";

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .disable(Feature.WRITE_DOC_START_MARKER, Feature.SPLIT_LINES)
          .enable(Feature.MINIMIZE_QUOTES, Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private DefinitionYaml() {}

  static String text(CustomResourceDefinition definition) {
    ObjectNode tree = MAPPER.valueToTree(definition);
    tree.remove("status");
    wholeNumbers(tree);
    try {
      return HEADER + MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Fabric8 holds limits as floating-point numbers: 65535 would be written 65535.0. */
  private static void wholeNumbers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode value = object.get(name);
        if (value.isDouble() && value.doubleValue() == value.longValue()) {
          object.put(name, value.longValue());
        }
      }
    }
    node.forEach(DefinitionYaml::wholeNumbers);
  }
}
