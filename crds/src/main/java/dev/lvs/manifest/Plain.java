package dev.lvs.manifest;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.ipvs.Protocol;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of manifests to maps, lists and scalars for a writer, under the names by which
 * they are read.
 */
public final class Plain {
  private Plain() {}

  /** The value as a map, list, text, number or truth value; what is in it is not made plain. */
  public static Object of(Object value) {
    return switch (value) {
      case String _, Number _, Boolean _, Map<?, ?> _, List<?> _ -> value;
      case Enum<?> choice -> Member.text(choice);
      case Protocol protocol -> protocol.toString();
      case Object one when TextValues.isOne(one) -> one.toString();
      case LabelSelector selector -> fields(Selector.of(selector));
      case HasMetadata resource -> resource(resource);
      case Record made -> fields(made);
      default -> throw new IllegalArgumentException(value.getClass() + " is in no manifest");
    };
  }

  private static SequencedMap<String, Object> resource(HasMetadata resource) {
    SequencedMap<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", resource.getApiVersion());
    manifest.put("kind", resource.getKind());
    manifest.put("metadata", Metadata.of(resource.getMetadata()));
    Kind kind = Kind.named(resource.getKind()).orElseThrow();
    Record content = kind.content(resource);
    if (content != null) {
      manifest.put(kind == Kind.NODE ? "status" : "spec", content);
    }
    return manifest;
  }

  /** Returns what a record holds, without what is empty. */
  private static SequencedMap<String, Object> fields(Record made) {
    SequencedMap<String, Object> fields = RecordShape.of(made.getClass()).values(made);
    fields.values().removeIf(Plain::isEmpty);
    return fields;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return DirectorPlan.EMPTY.equals(value)
        || RealServerPlan.EMPTY.equals(value)
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }
}
