package dev.lvs.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies the resource that a reconciler is called with: it may change the metadata of its copy.
 * Spec and status are records, and the same in both. Nobody changes a Node.
 */
public final class LeanCloner implements Cloner {
  @Override
  @SuppressWarnings("unchecked") // a copy is of the class of what it is a copy of
  public <R extends HasMetadata> R clone(R resource) {
    return resource instanceof CustomResource<?, ?> custom ? (R) copy(custom) : resource;
  }

  private static <S, T> CustomResource<S, T> copy(CustomResource<S, T> resource) {
    CustomResource<S, T> copy = empty(resource);
    copy.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(resource.getStatus());
    return copy;
  }

  @SuppressWarnings("unchecked") // as above
  private static <S, T> CustomResource<S, T> empty(CustomResource<S, T> resource) {
    try {
      return resource.getClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException bug) {
      throw new IllegalStateException(resource.getClass() + " cannot be copied", bug);
    }
  }
}
