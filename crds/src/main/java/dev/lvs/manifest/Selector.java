package dev.lvs.manifest;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A label selector, as the record that {@link LabelSelector} is not. */
record Selector(List<Requirement> matchExpressions, Map<String, String> matchLabels) {

  /** One expression. */
  record Requirement(@Nullable String key, @Nullable String operator, List<String> values) {}

  static Selector of(LabelSelector model) {
    return new Selector(
        model.getMatchExpressions().stream()
            .map(r -> new Requirement(r.getKey(), r.getOperator(), r.getValues()))
            .toList(),
        model.getMatchLabels());
  }

  LabelSelector model() {
    return new LabelSelector(
        matchExpressions.stream()
            .map(r -> new LabelSelectorRequirement(r.key(), r.operator(), r.values()))
            .toList(),
        matchLabels);
  }
}
