package dev.lvs.tool.convert.manifest;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.notation.Notation;
import dev.lvs.tool.convert.read.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One manifest while it is made and validated: required fields, and additions that it can do
 * without.
 */
public final class ManifestDraft {
  private final ResourceName name;
  private final Origin origin;
  private final Map<String, String> labels;
  private final @Nullable Record spec;
  private final Additions additions;

  /**
   * A manifest.
   *
   * @param spec none for a Node
   */
  public ManifestDraft(
      ResourceName name,
      Origin origin,
      Map<String, String> labels,
      @Nullable Record spec,
      Additions additions) {
    this.name = name;
    this.origin = origin;
    this.labels = labels;
    this.spec = spec;
    this.additions = additions;
  }

  public ResourceName name() {
    return name;
  }

  public Origin origin() {
    return origin;
  }

  public Additions additions() {
    return additions;
  }

  /** The manifest as YAML, with a comment that says where it comes from. */
  public String text() {
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
    if (spec != null) {
      whole.put("spec", said(spec));
    }
    return (origin.subject().isEmpty() ? "" : "# " + Notation.comment(origin.toString()) + "\n")
        + Notation.COMPACT_YAML.write(whole, Concise::of)
        + additions.comments();
  }

  /** The fields of the spec, and the additions behind them. */
  private Map<String, Object> said(Record from) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (Concise.of(from) instanceof Map<?, ?> said) {
      said.forEach((field, value) -> fields.put((String) field, value));
    }
    additions.inForce().forEach(addition -> fields.put(addition.field(), addition.value()));
    return fields;
  }
}
