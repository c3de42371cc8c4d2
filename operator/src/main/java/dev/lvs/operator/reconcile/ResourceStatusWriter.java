package dev.lvs.operator.reconcile;

import dev.lvs.operator.status.event.EventMessage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes statuses, and the Events that go with a change of conditions. Idempotent: where nothing
 * changed, nothing is written.
 *
 * <p>Only a few writes are under way at a time: a thousand statuses that change together must not
 * hold up the one plan that changes next.
 */
public final class ResourceStatusWriter {
  static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(NodePlans.FIELD_MANAGER)
          .withForce(true)
          .build();

  /** Selects the Events that a step from one status to the next is worth. */
  @FunctionalInterface
  interface Telling<S> {
    List<EventMessage> of(@Nullable S before, S after);
  }

  private final EventSender sender;

  public ResourceStatusWriter(EventSender sender) {
    this.sender = sender;
  }

  /**
   * Makes the status of {@code primary} equal to {@code wanted}.
   *
   * @param empty a new resource of the kind
   * @param conditions reads a status's conditions
   */
  <S, P extends CustomResource<?, S>> void write(
      P primary, S wanted, P empty, Function<S, List<Condition>> conditions, Context<P> context) {
    write(
        primary,
        wanted,
        empty,
        (before, after) ->
            EventMessage.of(
                before == null ? List.of() : conditions.apply(before), conditions.apply(after)),
        context);
  }

  /**
   * The same with other Events.
   *
   * @param events of the step from one status, or none, to the next
   */
  <S, P extends CustomResource<?, S>> void write(
      P primary, S wanted, P empty, Telling<S> events, Context<P> context) {
    if (wanted.equals(primary.getStatus())) {
      return;
    }
    empty.setMetadata(
        new ObjectMetaBuilder()
            .withName(primary.getMetadata().getName())
            .withNamespace(primary.getMetadata().getNamespace())
            .build());
    empty.setStatus(wanted);
    S before = primary.getStatus();
    P written = context.getClient().resource(empty).subresource("status").patch(APPLY);
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(ResourceID.fromResource(primary), written, primary);
    for (EventMessage told : events.of(before, wanted)) {
      sender.send(primary, told);
    }
  }

  /** Sends an Event that goes with no condition. */
  void tell(HasMetadata about, EventMessage told) {
    sender.send(about, told);
  }
}
