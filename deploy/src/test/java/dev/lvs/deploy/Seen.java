package dev.lvs.deploy;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Formats conditions and Events as a user sees them, one line each. */
final class Seen {
  private Seen() {}

  /** {@code Accepted=False PortMismatch}; empty while there is no such condition. */
  static <S> String condition(
      Resource<? extends CustomResource<?, S>> resource,
      Function<S, List<Condition>> conditions,
      String type) {
    Condition condition = find(resource, conditions, type);
    return condition == null
        ? ""
        : "%s=%s %s".formatted(type, condition.getStatus(), condition.getReason());
  }

  /** Returns what the condition says; empty while there is no such condition. */
  static <S> String message(
      Resource<? extends CustomResource<?, S>> resource,
      Function<S, List<Condition>> conditions,
      String type) {
    Condition condition = find(resource, conditions, type);
    return condition == null ? "" : condition.getMessage();
  }

  /** {@code Warning PortMismatch: ...} for each Event about this resource, in no order. */
  static List<String> events(KubernetesClient client, String namespace, String kind, String name) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> about(event, kind, name))
        .map(event -> event.getType() + " " + event.getReason() + ": " + event.getNote())
        .toList();
  }

  private static boolean about(Event event, String kind, String name) {
    return Objects.equals(event.getRegarding().getKind(), kind)
        && Objects.equals(event.getRegarding().getName(), name);
  }

  private static <S> @Nullable Condition find(
      Resource<? extends CustomResource<?, S>> resource,
      Function<S, List<Condition>> conditions,
      String type) {
    CustomResource<?, S> seen = resource.get();
    if (seen == null || seen.getStatus() == null) {
      return null;
    }
    return conditions.apply(seen.getStatus()).stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElse(null);
  }
}
