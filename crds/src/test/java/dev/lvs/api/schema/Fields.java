package dev.lvs.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.function.BiConsumer;

/** Every field of a schema, by its path. */
final class Fields {

  private Fields() {}

  static void visit(JSONSchemaProps root, BiConsumer<String, JSONSchemaProps> visitor) {
    below("", root, visitor);
  }

  private static void below(
      String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, field) -> {
                String fieldPath = path + "." + name;
                visitor.accept(fieldPath, field);
                below(fieldPath, field, visitor);
              });
    }
    if (schema.getItems() != null) {
      below(path + "[]", schema.getItems().getSchema(), visitor);
    }
    if (schema.getAdditionalProperties() != null) {
      below(path + "{}", schema.getAdditionalProperties().getSchema(), visitor);
    }
  }
}
