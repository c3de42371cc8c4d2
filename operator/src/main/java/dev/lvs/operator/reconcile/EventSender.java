package dev.lvs.operator.reconcile;

import dev.lvs.operator.status.EventMessage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends Events ({@code events.k8s.io/v1}) about resources. */
public final class EventSender {
  private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);
  private static final String CONTROLLER = "lvs.dev/operator";

  /** The API server takes exactly six digits of a second. */
  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;

  /** {@code instance} names this process, e.g. its pod. */
  public EventSender(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  /** Sends one; that it cannot be sent is logged and hinders nothing. */
  void send(HasMetadata about, EventMessage told) {
    String namespace = about.getMetadata().getNamespace();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(about.getMetadata().getName() + "-")
            // where Kubernetes keeps the Events of what has no namespace
            .withNamespace(namespace == null ? "default" : namespace)
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
      client.resource(event).create();
    } catch (KubernetesClientException refused) {
      LOG.warn(
          "no Event for {} {}: {}",
          about.getKind(),
          event.getRegarding().getName(),
          refused.getMessage());
    }
  }
}
