package dev.lvs.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;

/**
 * Creates informer caches that drop what the operator does not read: managed fields, kubectl's
 * last-applied annotation, and the images of a node, which are many times the rest.
 */
public final class LeanStore {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private LeanStore() {}

  /** An empty store, for one informer. */
  public static <R extends HasMetadata> ItemStore<R> create() {
    return new TransformingItemStore<>(LeanStore::lean);
  }

  /** The resource itself, without all that. */
  static <R extends HasMetadata> R lean(R resource) {
    resource.getMetadata().setManagedFields(List.of());
    if (resource.getMetadata().getAnnotations() != null) {
      resource.getMetadata().getAnnotations().remove(LAST_APPLIED);
    }
    if (resource instanceof Node node && node.getStatus() != null) {
      node.getStatus().setImages(List.of());
    }
    return resource;
  }
}
