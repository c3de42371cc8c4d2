package dev.lvs.compile.resolve;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.ResourceName;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Resources by their labels, so that a selector looks at few of them and not at all. */
final class LabelIndex<T> {
  private final Map<String, List<Entry<T>>> byNamespace = new HashMap<>();
  private final Map<Label, List<Entry<T>>> byLabel = new HashMap<>();

  LabelIndex(SortedMap<ResourceName, T> resources, Map<ResourceName, Map<String, String>> labels) {
    resources.forEach(
        (name, resource) -> {
          Entry<T> entry = new Entry<>(labels.getOrDefault(name, Map.of()), resource);
          byNamespace.computeIfAbsent(name.namespace(), _ -> new ArrayList<>()).add(entry);
          entry
              .labels()
              .forEach(
                  (key, value) ->
                      byLabel
                          .computeIfAbsent(
                              new Label(name.namespace(), key, value), _ -> new ArrayList<>())
                          .add(entry));
        });
  }

  /** What {@code selector} matches in {@code namespace}, sorted by name; null matches nothing. */
  List<T> select(@Nullable LabelSelector selector, String namespace) {
    if (selector == null) {
      return List.of();
    }
    List<Entry<T>> fewest = byNamespace.getOrDefault(namespace, List.of());
    Map<String, String> exact = requireNonNullElse(selector.getMatchLabels(), Map.of());
    for (Map.Entry<String, String> label : exact.entrySet()) {
      List<Entry<T>> those =
          byLabel.getOrDefault(new Label(namespace, label.getKey(), label.getValue()), List.of());
      fewest = those.size() < fewest.size() ? those : fewest;
    }
    return fewest.stream()
        .filter(entry -> Labels.match(selector, entry.labels()))
        .map(Entry::resource)
        .toList();
  }

  private record Label(String namespace, String key, String value) {}

  private record Entry<T>(Map<String, String> labels, T resource) {}
}
