package dev.lvs.operator.reconcile;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Snapshot of every resource that is compiled, as the watches last delivered it. The caches belong
 * to the reconcilers, each kind to the one whose primary or secondary it is: nothing is held twice.
 */
public final class ClusterCache {
  private final Map<Class<? extends HasMetadata>, Cache<? extends HasMetadata>> caches =
      new ConcurrentHashMap<>();

  <T extends HasMetadata> void holds(Class<T> kind, Cache<T> cache) {
    caches.put(kind, cache);
  }

  /** All resources of {@code kind}, in no order; nobody may change them. */
  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return requireNonNull(caches.get(kind), kind::getSimpleName).list().<T>map(kind::cast).toList();
  }

  /** The resource of {@code kind} that has this name and no namespace. */
  <T extends HasMetadata> Optional<T> get(Class<T> kind, String name) {
    return requireNonNull(caches.get(kind), kind::getSimpleName)
        .get(new ResourceID(name))
        .map(kind::cast);
  }

  /** Returns what is compiled: everything but what is being deleted. */
  Input input() {
    return new Input(
        alive(VirtualService.class),
        alive(RealServer.class),
        alive(DirectorGroup.class),
        alive(AddressPool.class),
        all(Node.class),
        all(Namespace.class));
  }

  private <T extends HasMetadata> List<T> alive(Class<T> kind) {
    return all(kind).stream().filter(resource -> !resource.isMarkedForDeletion()).toList();
  }
}
