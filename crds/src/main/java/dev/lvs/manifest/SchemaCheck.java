package dev.lvs.manifest;

import dev.lvs.manifest.ManifestFindings.TooLargeException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
 * Converts a YAML node to a record, or reports its mistakes line by line.
 *
 * <p>It does what the API server does by the CRD's schema: fields, types, enums, bounds, patterns.
 * Rules across fields are checked by compile. It goes as deep as the type does, whatever the
 * document looks like.
 */
final class SchemaCheck {
  private final ManifestFindings findings;
  private final Scalars scalars;

  SchemaCheck(ManifestFindings findings) {
    this.findings = findings;
    this.scalars = new Scalars(findings);
  }

  /** Returns what {@code node} says, as {@code type} wants it; nothing, once there are problems. */
  <R extends Record> @Nullable R read(Node node, Class<R> type, String path)
      throws TooLargeException {
    return make(node, type, path, values(node, type, path, Set.of()));
  }

  /** The record of these values; nothing, once there are problems. */
  <R extends Record> @Nullable R make(
      Node node, Class<R> type, String path, Map<String, Object> values) {
    if (!findings.isEmpty()) {
      return null;
    }
    try {
      return type.cast(RecordShape.of(type).make(values));
    } catch (IllegalArgumentException e) {
      // the check is meant to leave nothing for this; what it leaves is still a sentence
      findings.add(node, path, Flaw.WRONG_VALUE, e.getMessage() + "; correct it.");
      return null;
    }
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

  /**
   * The fields of {@code node} that {@code type} has, by name; those of them that are sound.
   *
   * @param others fields that may stand there and are not read
   */
  Map<String, Object> values(Node node, Class<?> type, String path, Set<String> others)
      throws TooLargeException {
    RecordShape shape = RecordShape.of(type);
    Map<String, Object> values = new HashMap<>();
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
        put(values, name, value(field.value(), member, join(path, name)));
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
    return values;
  }

  private @Nullable Object value(Node node, Member member, String path) throws TooLargeException {
    findings.count();
    return switch (member.form()) {
      case OBJECT -> read(node, member.rawType().asSubclass(Record.class), path);
      case SELECTOR -> selector(node, path);
      case RESOURCE -> resource(node, member, path);
      case LIST -> list(node, member, path);
      case MAP -> map(node, member, path);
      case TEXT, NUMBER, SWITCH, CHOICE, VALUE -> scalars.read(node, member, path);
    };
  }

  private @Nullable LabelSelector selector(Node node, String path) throws TooLargeException {
    Selector selector = read(node, Selector.class, path);
    return selector == null ? null : selector.model();
  }

  private @Nullable Object resource(Node node, Member member, String path)
      throws TooLargeException {
    Optional<HasMetadata> resource =
        new DocumentReader(node, findings).read().map(Document::resource);
    if (resource.isPresent() && !member.rawType().isInstance(resource.get())) {
      findings.add(
          node,
          path,
          Flaw.WRONG_TYPE,
          "A %s belongs here; move it.".formatted(member.rawType().getSimpleName()));
    }
    return resource.orElse(null);
  }

  private @Nullable List<@Nullable Object> list(Node node, Member member, String path)
      throws TooLargeException {
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
    List<@Nullable Object> list = new ArrayList<>();
    Member item = member.item();
    for (Node entry : sequence.getValue()) {
      list.add(value(entry, item, path + "[" + list.size() + "]"));
    }
    return list;
  }

  private Map<String, Object> map(Node node, Member member, String path) throws TooLargeException {
    Map<String, Object> map = new LinkedHashMap<>();
    Member item = member.item();
    for (Map.Entry<String, Field> entry : fields(node, path).entrySet()) {
      findings.count();
      put(map, entry.getKey(), value(entry.getValue().value(), item, join(path, entry.getKey())));
    }
    return map;
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A field of an object, as it is written. */
  record Field(ScalarNode key, Node value) {}
}
