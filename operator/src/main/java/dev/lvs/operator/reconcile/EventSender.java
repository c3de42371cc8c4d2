package dev.lvs.operator.reconcile;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.event.Recurrence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends Events ({@code events.k8s.io/v1}) about resources; what comes again soon is counted in the
 * {@code series} of the Event that there is.
 */
public final class EventSender {
  private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);
  private static final String CONTROLLER = "lvs.dev/operator";

  /** The API server takes exactly six digits of a second. */
  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;
  private final Recurrence recurrence = new Recurrence();

  /** {@code instance} names this process, e.g. its pod. */
  public EventSender(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  /** Sends one; that it cannot be sent is logged and hinders nothing. */
  void send(HasMetadata about, EventMessage told) {
    if (!counted(about, told)) {
      create(about, told);
    }
  }

  /** Returns whether the same was told lately, and was counted. */
  private boolean counted(HasMetadata about, EventMessage told) {
    Instant now = clock.instant();
    String uid = about.getMetadata().getUid();
    Optional<Recurrence.Again> again;
    synchronized (recurrence) {
      if (!recurrence.isKnown(uid, told, now)) {
        return false;
      }
      again = recurrence.count(uid, told, now);
    }
    return again.isEmpty() || counted(about, told, again.get());
  }

  private boolean counted(HasMetadata about, EventMessage told, Recurrence.Again again) {
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withName(again.name())
            .withNamespace(namespace(about))
            .endMetadata()
            .withNewSeries()
            .withCount(again.count())
            .withLastObservedTime(new MicroTime(MICROSECONDS.format(again.last())))
            .endSeries()
            .build();
    try {
      client.resource(event).patch(PatchContext.of(PatchType.JSON_MERGE));
      return true;
    } catch (KubernetesClientException gone) {
      LOG.debug("Event {} is not counted up: {}", again.name(), gone.getMessage());
      synchronized (recurrence) {
        recurrence.gone(about.getMetadata().getUid(), told);
      }
      return false;
    }
  }

  /** Returns where Kubernetes keeps the Events of what has no namespace. */
  private static String namespace(HasMetadata about) {
    return requireNonNullElse(about.getMetadata().getNamespace(), "default");
  }

  private void create(HasMetadata about, EventMessage told) {
    String namespace = about.getMetadata().getNamespace();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(about.getMetadata().getName() + "-")
            .withNamespace(namespace(about))
            .endMetadata()
            .withEventTime(new MicroTime(MICROSECONDS.format(clock.instant())))
            .withReportingController(CONTROLLER)
            .withReportingInstance(instance)
            .withType(told.warning() ? "Warning" : "Normal")
            .withReason(told.reason())
            .withAction("Reconcile")
            .withNote(told.note())
            .withRegarding(
                new ObjectReferenceBuilder()
                    .withApiVersion(about.getApiVersion())
                    .withKind(about.getKind())
                    .withNamespace(namespace)
                    .withName(about.getMetadata().getName())
                    .withUid(about.getMetadata().getUid())
                    .withResourceVersion(about.getMetadata().getResourceVersion())
                    .build())
            .build();
    try {
      String name = client.resource(event).create().getMetadata().getName();
      synchronized (recurrence) {
        recurrence.sent(about.getMetadata().getUid(), told, name, clock.instant());
      }
    } catch (KubernetesClientException refused) {
      LOG.warn(
          "no Event for {} {}: {}",
          about.getKind(),
          event.getRegarding().getName(),
          refused.getMessage());
    }
  }
}
