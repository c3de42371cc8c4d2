package dev.lvs.compile.resolve;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.ResourceName;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Index of resources by their labels, so that a selector examines few of them and not all. */
final class LabelIndex<T> {
  private final Map<String, List<Entry<T>>> byNamespace = new HashMap<>();
  private final Map<Label, List<Entry<T>>> byLabel = new HashMap<>();

  LabelIndex(SortedMap<ResourceName, T> resources, Map<ResourceName, Map<String, String>> labels) {
    List<ResourceName> places = new ArrayList<>();
    resources.forEach(
        (name, resource) -> {
          Entry<T> entry =
              new Entry<>(labels.getOrDefault(name, Map.of()), resource, places.size());
          places.add(name);
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

  /**
   * Returns what {@code selector} matches in {@code namespace}, sorted by name; null matches
   * nothing.
   */
  List<T> select(@Nullable LabelSelector selector, String namespace) {
    if (selector == null) {
      return List.of();
    }
    List<Entry<T>> fewest = byNamespace.getOrDefault(namespace, List.of());
    for (Map.Entry<String, Set<String>> label : wanted(selector).entrySet()) {
      List<Entry<T>> those = those(namespace, label.getKey(), label.getValue());
      fewest = those.size() < fewest.size() ? those : fewest;
    }
    return fewest.stream()
        .filter(entry -> Labels.match(selector, entry.labels()))
        .map(Entry::resource)
        .toList();
  }

  /** The labels without which it matches nothing, each with the values that it may have. */
  private static Map<String, Set<String>> wanted(LabelSelector selector) {
    Map<String, Set<String>> wanted = new HashMap<>();
    requireNonNullElse(selector.getMatchExpressions(), List.<LabelSelectorRequirement>of()).stream()
        .filter(one -> "In".equals(one.getOperator()) && one.getValues() != null)
        .forEach(one -> wanted.put(one.getKey(), new TreeSet<>(one.getValues())));
    requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of())
        .forEach((key, value) -> wanted.put(key, Set.of(value)));
    return wanted;
  }

  private List<Entry<T>> those(String namespace, String key, Set<String> values) {
    if (values.size() == 1) {
      return byLabel.getOrDefault(new Label(namespace, key, values.iterator().next()), List.of());
    }
    return values.stream()
        .flatMap(
            value -> byLabel.getOrDefault(new Label(namespace, key, value), List.of()).stream())
        .sorted(Comparator.comparingInt(Entry::place))
        .toList();
  }

  private record Label(String namespace, String key, String value) {}

  /** A resource, and its position in the order of names. */
  private record Entry<T>(Map<String, String> labels, T resource, int place) {}
}
