package dev.lvs.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lvs.compile.ResourceName;
import dev.lvs.manifest.Findings.TooLargeException;
import dev.lvs.manifest.SchemaCheck.Field;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one document: which resource it is, and what it says. */
final class DocumentReader {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final List<String> FIELDS = List.of("apiVersion", "kind", "metadata", "spec");

  private final Node root;
  private final Findings findings;
  private final SchemaCheck check;

  DocumentReader(Node root, Findings findings) {
    this.root = root;
    this.findings = findings;
    this.check = new SchemaCheck(findings);
  }

  /** The resource, if nothing at all is wrong with it; else there are findings. */
  Optional<Document> read() throws TooLargeException {
    Map<String, Field> fields = check.fields(root, "");
    String kindName = text(fields.get("kind"));
    Field metadata = fields.get("metadata");
    name(kindName, metadata).ifPresent(findings::about);
    Optional<Kind> kind = kind(kindName, fields);
    return kind.isEmpty() ? Optional.empty() : resource(kind.get(), fields);
  }

  private Optional<Document> resource(Kind kind, Map<String, Field> fields)
      throws TooLargeException {
    ObjectNode json = Shape.MAPPER.createObjectNode();
    put(json, "metadata", metadata(kind, fields.get("metadata")));
    if (kind.spec().isPresent()) {
      put(json, "spec", spec(kind.spec().get(), fields.get("spec")));
    } else if (kind == Kind.NODE) {
      put(json, "status", nodeStatus(fields.get("status")));
    }
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      // a status is the operator's word: kubectl get shows it, and kubectl apply ignores it
      if (!FIELDS.contains(field.getKey()) && !field.getKey().equals("status")) {
        check.unknown(field.getValue(), "", FIELDS);
      }
    }
    return findings.problems().isEmpty() ? typed(kind, json) : Optional.empty();
  }

  private @Nullable JsonNode metadata(Kind kind, @Nullable Field field) throws TooLargeException {
    if (field == null) {
      return missing("metadata");
    }
    JsonNode metadata =
        check.check(field.value(), Metadata.class, "metadata", Metadata.OF_THE_SERVER);
    if (metadata instanceof ObjectNode object) {
      if (kind.namespaced() && !object.has("namespace")) {
        object.put("namespace", DEFAULT_NAMESPACE);
      }
      if (!kind.namespaced() && object.has("namespace")) {
        findings.add(
            field.value(),
            "metadata.namespace",
            Flaw.UNKNOWN_FIELD,
            "A %s has no namespace; remove the field.".formatted(kind.kind()));
      }
    }
    return metadata;
  }

  private @Nullable JsonNode spec(Class<?> type, @Nullable Field field) throws TooLargeException {
    return field == null ? missing("spec") : check.check(field.value(), type, "spec", Set.of());
  }

  /** A Node's addresses; whatever else a kubelet writes there may stand and is not read. */
  private @Nullable JsonNode nodeStatus(@Nullable Field field) throws TooLargeException {
    if (field == null) {
      return null;
    }
    Map<String, Field> fields = check.fields(field.value(), "status");
    return check.check(field.value(), NodeAddresses.class, "status", fields.keySet());
  }

  private Optional<Document> typed(Kind kind, ObjectNode json) {
    try {
      HasMetadata resource = Shape.MAPPER.treeToValue(json, kind.type());
      return Optional.of(new Document(findings.place(root), resource));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // the check above is meant to leave nothing for this; what it leaves is still a sentence
      findings.add(root, "", Flaw.WRONG_VALUE, e.getMessage() + "; correct it.");
      return Optional.empty();
    }
  }

  private Optional<Kind> kind(String kind, Map<String, Field> fields) {
    String apiVersion = text(fields.get("apiVersion"));
    Optional<Kind> known = Kind.of(apiVersion, kind);
    boolean told = fields.isEmpty() && !findings.problems().isEmpty();
    if (known.isPresent() || told) {
      return known;
    }
    Optional<Kind> sameName = Kind.named(kind);
    if (sameName.isPresent()) {
      String said =
          apiVersion.isEmpty() ? "There is no apiVersion" : quoted(apiVersion) + " has no " + kind;
      unknownKind(
          fields, "apiVersion", said, "write apiVersion: " + sameName.get().apiVersion() + ".");
    } else {
      String said =
          kind.isEmpty() ? "There is no kind" : "Kind " + quoted(kind) + " is not read here";
      Optional<String> nearest = NearestName.of(kind, Kind.names());
      String remedy =
          nearest
              .map(name -> "did you mean " + name + "?")
              .orElse("there are " + String.join(", ", Kind.names()) + ".");
      unknownKind(fields, "kind", said, remedy);
    }
    return Optional.empty();
  }

  private void unknownKind(Map<String, Field> fields, String field, String said, String remedy) {
    Field written = fields.get(field);
    Node at = written == null ? root : written.value();
    findings.add(at, field, Flaw.UNKNOWN_KIND, said + "; " + remedy);
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  /** The resource that the document is about, where kind and name leave no doubt. */
  private Optional<ResourceName> name(String kindName, @Nullable Field metadata) {
    Optional<Kind> kind = Kind.named(kindName);
    if (kind.isEmpty() || metadata == null) {
      return Optional.empty();
    }
    // looked at once more, and then heard, by the check of the metadata
    Map<String, Field> fields = new SchemaCheck(findings.unheard()).fields(metadata.value(), "");
    Field namespace = fields.get("namespace");
    String in =
        !kind.get().namespaced() ? "" : namespace == null ? DEFAULT_NAMESPACE : text(namespace);
    String name = text(fields.get("name"));
    return name.isEmpty() || (in.isEmpty() && kind.get().namespaced())
        ? Optional.empty()
        : Optional.of(new ResourceName(kindName, in, name));
  }

  private @Nullable JsonNode missing(String field) {
    findings.add(root, field, Flaw.MISSING_FIELD, "The field is required; add it.");
    return null;
  }

  private static String text(@Nullable Field field) {
    return field != null && field.value() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static void put(ObjectNode object, String field, @Nullable JsonNode value) {
    if (value != null) {
      object.set(field, value);
    }
  }
}
