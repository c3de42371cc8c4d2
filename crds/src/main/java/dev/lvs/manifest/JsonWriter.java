package dev.lvs.manifest;

import dev.lvs.api.v1alpha1.Seconds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Writes what {@link SchemaCheck} reads, under the same names. */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  String write(Record value) {
    value(value);
    return out.toString();
  }

  private void value(Object value) {
    switch (value) {
      case String text -> text(text);
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag);
      case Enum<?> choice -> text(Member.text(choice));
      case Seconds seconds -> text(seconds.toString());
      case LabelSelector selector -> value(Selector.of(selector));
      case HasMetadata resource -> object(resource(resource));
      case Record made -> object(Shape.of(made.getClass()).values(made));
      case Map<?, ?> map -> object(map);
      case List<?> list -> list(list);
      default -> throw new IllegalArgumentException(value.getClass() + " is in no manifest");
    }
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

  private void object(Map<?, ?> fields) {
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      if (!isEmpty(field.getValue())) {
        out.append(comma);
        text((String) field.getKey());
        out.append(':');
        value(field.getValue());
        comma = ",";
      }
    }
    out.append('}');
  }

  private void list(List<?> items) {
    out.append('[');
    String comma = "";
    for (Object item : items) {
      out.append(comma);
      value(item);
      comma = ",";
    }
    out.append(']');
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (' ' <= c && c <= '~') {
        out.append(c);
      } else {
        out.append("\\u%04x".formatted((int) c));
      }
    }
    out.append('"');
  }
}
