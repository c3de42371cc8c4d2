package dev.lvs.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Ties one reconciler to the compilation: passes every relevant change of its resources on, and
 * wakes it for those whose result has changed.
 */
final class Wake<P extends HasMetadata> extends AbstractEventSource<P, P>
    implements ResourceEventAware<P> {
  private final Runnable changed;
  private final BiPredicate<P, P> differ;

  /**
   * @param changed called after a resource came, went or changed
   * @param differ whether two versions of a resource differ in what is compiled
   */
  Wake(Class<P> kind, Runnable changed, BiPredicate<P, P> differ) {
    super(kind, "compilation");
    this.changed = changed;
    this.differ = differ;
  }

  @Override
  public void onResourceCreated(P resource) {
    changed.run();
  }

  @Override
  public void onResourceUpdated(P now, P before) {
    if (differ.test(before, now)) {
      changed.run();
    }
  }

  @Override
  public void onResourceDeleted(P resource) {
    changed.run();
  }

  /** Has this one looked at; one that is gone is passed over. */
  void wake(ResourceID id) {
    getEventHandler().handleEvent(new Event(id));
  }

  @Override
  public Set<P> getSecondaryResources(P primary) {
    return Set.of();
  }
}
