package dev.lvs.compile.resolve;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Label selectors, as the API server matches them. */
public final class Labels {
  private Labels() {}

  static Map<String, String> of(HasMetadata resource) {
    return requireNonNullElse(resource.getMetadata().getLabels(), Map.of());
  }

  /**
   * Returns whether {@code selector} matches; an empty one matches all, one with a {@link #flaw}
   * none.
   */
  static boolean match(LabelSelector selector, Map<String, String> labels) {
    return flaw(selector).isEmpty()
        && exact(selector).entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())))
        && requirements(selector).stream().allMatch(requirement -> match(requirement, labels));
  }

  /** Returns what is wrong with {@code selector}, if anything, as a clause. */
  public static Optional<String> flaw(LabelSelector selector) {
    for (LabelSelectorRequirement requirement : requirements(selector)) {
      boolean hasValues = !values(requirement).isEmpty();
      String operator = requireNonNullElse(requirement.getOperator(), "none");
      String key = requireNonNullElse(requirement.getKey(), "");
      String flaw =
          switch (operator) {
            case "In", "NotIn" -> hasValues ? "" : "operator " + operator + " needs values";
            case "Exists", "DoesNotExist" ->
                hasValues ? "operator " + operator + " takes no values" : "";
            default -> "operator '" + operator + "' is none of In, NotIn, Exists, DoesNotExist";
          };
      if (key.isEmpty()) {
        flaw = "an expression has no key";
      }
      if (!flaw.isEmpty()) {
        return Optional.of(flaw);
      }
    }
    return Optional.empty();
  }

  private static boolean match(LabelSelectorRequirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && values(requirement).contains(value);
      case "NotIn" -> value == null || !values(requirement).contains(value);
      case "Exists" -> value != null;
      default -> value == null;
    };
  }

  private static Map<String, String> exact(LabelSelector selector) {
    return requireNonNullElse(selector.getMatchLabels(), Map.of());
  }

  private static List<LabelSelectorRequirement> requirements(LabelSelector selector) {
    return requireNonNullElse(selector.getMatchExpressions(), List.of());
  }

  private static List<String> values(LabelSelectorRequirement requirement) {
    return requireNonNullElse(requirement.getValues(), List.of());
  }
}
