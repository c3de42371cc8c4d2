package dev.lvs.tool.convert;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.notation.Notation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One manifest while it is made and tried: what it must say, and the additions it can do without.
 */
final class Document {
  private final ResourceName name;
  private final Origin origin;
  private final Map<String, String> labels;
  private final SequencedMap<String, Object> body;
  private final Additions additions;

  /**
   * A manifest.
   *
   * @param body what follows metadata: spec, for a Node status
   */
  Document(
      ResourceName name,
      Origin origin,
      Map<String, String> labels,
      SequencedMap<String, Object> body,
      Additions additions) {
    this.name = name;
    this.origin = origin;
    this.labels = labels;
    this.body = body;
    this.additions = additions;
  }

  ResourceName name() {
    return name;
  }

  Origin origin() {
    return origin;
  }

  Additions additions() {
    return additions;
  }

  /** The manifest as YAML, with a comment that says where it comes from. */
  String text() {
    SequencedMap<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name.name());
    if (!name.namespace().isEmpty()) {
      metadata.put("namespace", name.namespace());
    }
    if (!labels.isEmpty()) {
      metadata.put("labels", labels);
    }
    SequencedMap<String, Object> whole = new LinkedHashMap<>();
    whole.put("apiVersion", name.kind().equals("Node") ? "v1" : "lvs.dev/v1alpha1");
    whole.put("kind", name.kind());
    whole.put("metadata", metadata);
    if (!name.kind().equals("Node")) {
      SequencedMap<String, Object> spec = new LinkedHashMap<>(body);
      additions.inForce().forEach(addition -> spec.put(addition.field(), addition.value()));
      whole.put("spec", spec);
    }
    return (origin.subject().isEmpty() ? "" : "# " + Notation.comment(origin.toString()) + "\n")
        + Notation.COMPACT_YAML.write(whole)
        + additions.comments();
  }
}
