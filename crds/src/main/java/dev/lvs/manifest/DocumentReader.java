package dev.lvs.manifest;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.manifest.ManifestFindings.TooLargeException;
import dev.lvs.manifest.SchemaCheck.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one document: which resource it is, and its content. */
final class DocumentReader {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final List<String> FIELDS = List.of("apiVersion", "kind", "metadata", "spec");

  private final Node root;
  private final ManifestFindings findings;
  private final SchemaCheck check;

  DocumentReader(Node root, ManifestFindings findings) {
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
    Metadata metadata = metadata(kind, fields.get("metadata"));
    Record content =
        kind.spec().isPresent()
            ? spec(kind.spec().get(), fields.get("spec"))
            : kind == Kind.NODE ? nodeStatus(fields.get("status")) : null;
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      // a status is the operator's word: kubectl get shows it, and kubectl apply ignores it
      if (!FIELDS.contains(field.getKey()) && !field.getKey().equals("status")) {
        check.unknown(field.getValue(), "", FIELDS);
      }
    }
    return metadata == null || !findings.isEmpty()
        ? Optional.empty()
        : Optional.of(new Document(findings.place(root), kind.resource(metadata.model(), content)));
  }

  private @Nullable Metadata metadata(Kind kind, @Nullable Field field) throws TooLargeException {
    if (field == null) {
      missing("metadata");
      return null;
    }
    Map<String, Object> values =
        check.values(field.value(), Metadata.class, "metadata", Metadata.OF_THE_SERVER);
    if (kind.namespaced()) {
      values.putIfAbsent("namespace", DEFAULT_NAMESPACE);
    } else if (values.containsKey("namespace")) {
      findings.add(
          field.value(),
          "metadata.namespace",
          Flaw.UNKNOWN_FIELD,
          "A %s has no namespace; remove the field.".formatted(kind.kind()));
    }
    return check.make(field.value(), Metadata.class, "metadata", values);
  }

  private @Nullable Record spec(Class<? extends Record> type, @Nullable Field field)
      throws TooLargeException {
    if (field == null) {
      missing("spec");
      return null;
    }
    return check.read(field.value(), type, "spec");
  }

  /** A Node's addresses; whatever else a kubelet writes there may stand and is not read. */
  private @Nullable NodeAddresses nodeStatus(@Nullable Field field) throws TooLargeException {
    if (field == null) {
      return null;
    }
    Set<String> others = check.fields(field.value(), "status").keySet();
    Map<String, Object> values = check.values(field.value(), NodeAddresses.class, "status", others);
    return check.make(field.value(), NodeAddresses.class, "status", values);
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

  private void missing(String field) {
    findings.add(root, field, Flaw.MISSING_FIELD, "The field is required; add it.");
  }

  private static String text(@Nullable Field field) {
    return field != null && field.value() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
