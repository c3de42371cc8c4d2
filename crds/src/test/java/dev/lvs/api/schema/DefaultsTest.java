package dev.lvs.api.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A default stands twice: in the schema for the API server, and in the record's constructor for
 * manifests that never saw one.
 */
class DefaultsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("kinds")
  void aRecordReadFromNothingHasTheDefaultsOfTheSchema(Class<? extends CustomResource<?, ?>> kind)
      throws IOException {
    CustomResourceDefinition definition = Definitions.generate(kind);
    JSONSchemaProps spec =
        requireNonNull(
            definition
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec"));

    Map<String, String> differences = new TreeMap<>();
    compare("spec", spec, Definitions.part(kind, 0), differences);

    assertThat(differences).isEmpty();
  }

  private static void compare(
      String path, JSONSchemaProps schema, Class<?> type, Map<String, String> differences)
      throws IOException {
    JsonNode read = MAPPER.valueToTree(MAPPER.readValue("{}", type));
    for (RecordComponent component : type.getRecordComponents()) {
      String name = Refinement.nameOf(type, component);
      JSONSchemaProps property = requireNonNull(schema.getProperties().get(name));
      JsonNode expected = property.getDefault();
      if (expected != null && !expected.equals(read.path(name))) {
        differences.put(
            path + "." + name, "schema %s, constructor %s".formatted(expected, read.path(name)));
      }
      if (component.getType().isRecord() && property.getType().equals("object")) {
        compare(path + "." + name, property, component.getType(), differences);
      } else if (component.getGenericType() instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> item
          && item.isRecord()
          && property.getItems().getSchema().getType().equals("object")) {
        compare(path + "." + name + "[]", property.getItems().getSchema(), item, differences);
      }
    }
  }

  static List<Class<? extends CustomResource<?, ?>>> kinds() {
    return Definitions.KINDS;
  }
}
