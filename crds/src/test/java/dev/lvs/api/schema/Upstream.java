package dev.lvs.api.schema;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Types of Kubernetes itself, with the texts and limits of k8s.io/apimachinery
 * (pkg/apis/meta/v1/types.go), which Fabric8's model does not carry.
 */
final class Upstream {

  private Upstream() {}

  /** metav1.Condition. */
  static void condition(JSONSchemaProps schema) {
    Map<String, JSONSchemaProps> fields = new LinkedHashMap<>();
    fields.put(
        "type",
        text("What is spoken of, in CamelCase.", 1, 316)
            .withPattern(
                "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
            .build());
    fields.put(
        "status",
        new JSONSchemaPropsBuilder()
            .withType("string")
            .withDescription("Whether it is so.")
            .withEnum(new TextNode("True"), new TextNode("False"), new TextNode("Unknown"))
            .build());
    fields.put(
        "observedGeneration",
        new JSONSchemaPropsBuilder()
            .withType("integer")
            .withFormat("int64")
            .withMinimum(0.0)
            .withDescription("The generation of the spec that this condition speaks of.")
            .build());
    fields.put(
        "lastTransitionTime",
        new JSONSchemaPropsBuilder()
            .withType("string")
            .withFormat("date-time")
            .withDescription("When the status last changed.")
            .build());
    fields.put(
        "reason",
        text("Why, in one CamelCase word for programs.", 1, 1024)
            .withPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
            .build());
    fields.put(
        "message", text("Why, in a sentence for people, with the remedy.", 0, 32768).build());
    schema.setProperties(fields);
    schema.setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
  }

  /** metav1.LabelSelector, bounded. */
  static void labelSelector(JSONSchemaProps schema) {
    JSONSchemaProps values =
        new JSONSchemaPropsBuilder()
            .withType("array")
            .withDescription("Values to compare with; none for Exists and DoesNotExist.")
            .withMaxItems(64L)
            .withXKubernetesListType("atomic")
            .withNewItems()
            .withSchema(new JSONSchemaPropsBuilder().withType("string").withMaxLength(63L).build())
            .endItems()
            .build();
    JSONSchemaProps expression =
        new JSONSchemaPropsBuilder()
            .withType("object")
            .addToProperties("key", text("The label.", 1, 317).build())
            .addToProperties(
                "operator",
                new JSONSchemaPropsBuilder()
                    .withType("string")
                    .withDescription("How the label and the values compare.")
                    .withEnum(
                        new TextNode("In"),
                        new TextNode("NotIn"),
                        new TextNode("Exists"),
                        new TextNode("DoesNotExist"))
                    .build())
            .addToProperties("values", values)
            .withRequired("key", "operator")
            .build();
    Map<String, JSONSchemaProps> fields = new LinkedHashMap<>();
    fields.put(
        "matchLabels",
        new JSONSchemaPropsBuilder()
            .withType("object")
            .withDescription("Labels with exactly these values.")
            .withMaxProperties(64L)
            .withNewAdditionalProperties()
            .withSchema(new JSONSchemaPropsBuilder().withType("string").withMaxLength(63L).build())
            .endAdditionalProperties()
            .build());
    fields.put(
        "matchExpressions",
        new JSONSchemaPropsBuilder()
            .withType("array")
            .withDescription("Further demands on labels; all must hold.")
            .withMaxItems(64L)
            .withXKubernetesListType("atomic")
            .withNewItems()
            .withSchema(expression)
            .endItems()
            .build());
    schema.setProperties(fields);
    schema.setXKubernetesMapType("atomic");
  }

  private static JSONSchemaPropsBuilder text(String description, long shortest, long longest) {
    return new JSONSchemaPropsBuilder()
        .withType("string")
        .withDescription(description)
        .withMinLength(shortest)
        .withMaxLength(longest);
  }
}
