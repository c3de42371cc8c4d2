package dev.lvs.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.function.BiPredicate;

/** An informer whose resources are compiled: it passes every relevant change on. */
final class WatchedInformer<R extends HasMetadata, P extends HasMetadata>
    extends InformerEventSource<R, P> {
  private final Runnable changed;
  private final BiPredicate<R, R> differ;

  WatchedInformer(
      InformerEventSourceConfiguration<R> configuration,
      EventSourceContext<P> context,
      Runnable changed,
      BiPredicate<R, R> differ) {
    super(configuration, context);
    this.changed = changed;
    this.differ = differ;
  }

  @Override
  public void onAdd(R resource) {
    super.onAdd(resource);
    changed.run();
  }

  @Override
  public void onUpdate(R before, R now) {
    super.onUpdate(before, now);
    if (differ.test(before, now)) {
      changed.run();
    }
  }

  @Override
  public void onDelete(R resource, boolean stateUnknown) {
    super.onDelete(resource, stateUnknown);
    changed.run();
  }
}
