package dev.lvs.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Resources of one kind as a watch would have brought them. */
final class HeldResources<T extends HasMetadata> implements Cache<T> {
  private final Map<String, T> byName = new TreeMap<>();

  HeldResources<T> with(T resource) {
    byName.put(ResourceID.fromResource(resource).toString(), resource);
    return this;
  }

  HeldResources<T> without(T resource) {
    byName.remove(ResourceID.fromResource(resource).toString());
    return this;
  }

  @Override
  public Optional<T> get(ResourceID id) {
    return Optional.ofNullable(byName.get(id.toString()));
  }

  @Override
  public Stream<ResourceID> keys() {
    return byName.values().stream().map(ResourceID::fromResource);
  }

  @Override
  public Stream<T> list(Predicate<T> which) {
    return byName.values().stream().filter(which);
  }
}
