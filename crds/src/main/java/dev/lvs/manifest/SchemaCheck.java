package dev.lvs.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lvs.manifest.Findings.TooLargeException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Holds a YAML node to the type that it is to become, and says what is wrong line by line.
 *
 * <p>It does what the API server does by the CRD's schema: fields, types, enums, bounds, patterns.
 * What fields mean together is compile's to judge. It goes as deep as the type does, whatever the
 * document looks like.
 */
final class SchemaCheck {
  private final Findings findings;
  private final Scalars scalars;

  SchemaCheck(Findings findings) {
    this.findings = findings;
    this.scalars = new Scalars(findings);
  }

  /**
   * The value of {@code node} as {@code type} wants it; with problems, what is left of it.
   *
   * @param others fields that may stand there and are not read
   */
  @Nullable JsonNode check(Node node, Class<?> type, String path, Set<String> others)
      throws TooLargeException {
    return object(node, Shape.of(type), path, others);
  }

  /** The fields of {@code node}, each once; empty if it has none. */
  Map<String, Field> fields(Node node, String path) {
    Map<String, Field> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      findings.add(node, path, Flaw.WRONG_TYPE, "Fields belong here; write them as name: value.");
      return fields;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.add(
            tuple.getKeyNode(), path, Flaw.UNKNOWN_FIELD, "A field has a name; write name: value.");
        continue;
      }
      Field field = new Field(key, tuple.getValueNode());
      if (fields.putIfAbsent(key.getValue(), field) != null) {
        findings.add(
            key,
            join(path, key.getValue()),
            Flaw.DUPLICATE_FIELD,
            "The field stands twice; remove one of the two.");
      }
    }
    return fields;
  }

  void unknown(Field field, String path, Collection<String> known) {
    String name = field.key().getValue();
    Optional<String> nearest = NearestName.of(name, known);
    findings.add(
        field.key(),
        join(path, name),
        Flaw.UNKNOWN_FIELD,
        nearest
            .map(other -> "There is no such field; did you mean " + other + "?")
            .orElse(
                "There is no such field; remove it. There are: " + String.join(", ", known) + "."));
  }

  private @Nullable JsonNode value(Node node, Member member, String path) throws TooLargeException {
    findings.count();
    return switch (member.form()) {
      case OBJECT -> object(node, Shape.of(member.type()), path, Set.of());
      case LIST -> list(node, member, path);
      case MAP -> map(node, member, path);
      case TEXT, NUMBER, SWITCH, CHOICE, SPELT -> scalars.read(node, member, path);
    };
  }

  private @Nullable JsonNode object(Node node, Shape shape, String path, Set<String> others)
      throws TooLargeException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Set<String> written = new HashSet<>();
    for (Map.Entry<String, Field> entry : fields(node, path).entrySet()) {
      String name = entry.getKey();
      Field field = entry.getValue();
      Member member = shape.members().get(name);
      if (member == null) {
        if (!others.contains(name)) {
          unknown(field, path, shape.members().keySet());
        }
      } else if (!Scalars.isNull(field.value())) {
        written.add(name);
        set(object, name, value(field.value(), member, join(path, name)));
      }
    }
    shape
        .members()
        .forEach(
            (name, member) -> {
              if (node instanceof MappingNode
                  && member.flags().required()
                  && !written.contains(name)) {
                findings.add(
                    node, join(path, name), Flaw.MISSING_FIELD, "The field is required; add it.");
              }
            });
    return object;
  }

  private @Nullable JsonNode list(Node node, Member member, String path) throws TooLargeException {
    if (!(node instanceof SequenceNode sequence)) {
      findings.add(
          node, path, Flaw.WRONG_TYPE, "A list belongs here; write [a, b], or - before each.");
      return null;
    }
    if (!member.size().hold(sequence.getValue().size())) {
      findings.add(
          node,
          path,
          Flaw.WRONG_VALUE,
          "The list has %d entries; write %s."
              .formatted(sequence.getValue().size(), member.size()));
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    Member item = member.item();
    for (Node entry : sequence.getValue()) {
      JsonNode value = value(entry, item, path + "[" + array.size() + "]");
      array.add(value == null ? JsonNodeFactory.instance.nullNode() : value);
    }
    return array;
  }

  private @Nullable JsonNode map(Node node, Member member, String path) throws TooLargeException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Member item = member.item();
    for (Map.Entry<String, Field> entry : fields(node, path).entrySet()) {
      findings.count();
      set(
          object,
          entry.getKey(),
          value(entry.getValue().value(), item, join(path, entry.getKey())));
    }
    return object;
  }

  private static void set(ObjectNode object, String name, @Nullable JsonNode value) {
    if (value != null) {
      object.set(name, value);
    }
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A field of an object, as it is written. */
  record Field(ScalarNode key, Node value) {}
}
