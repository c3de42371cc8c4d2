package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the newest status of a NodePlan by server-side apply, on a thread of its own: the loop
 * never waits for the API server.
 */
final class StatusWriter implements AutoCloseable {
  /** The field manager that owns the status. */
  static final String FIELD_MANAGER = "lvs-node-agent";

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration FOREVER = Duration.ofDays(365);

  /** How long the last status may take to be written at the end. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String node;
  private final Latest<NodePlanStatus> statuses = new Latest<>();
  private final Thread thread;

  StatusWriter(KubernetesClient client, String node) {
    this.client = client;
    this.node = node;
    this.thread = Thread.ofPlatform().name("lvs-status").daemon().start(this::run);
  }

  void write(NodePlanStatus status) {
    statuses.put(status);
  }

  /** Ends the thread, after what was last to be written. */
  @Override
  public void close() {
    statuses.close();
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Optional<NodePlanStatus> status = statuses.take(FOREVER);
        if (status.isEmpty()) {
          return;
        }
        if (!isDone(status.get())) {
          statuses.putBack(status.get());
          Thread.sleep(PAUSE_AFTER_FAILURE);
        }
      }
    } catch (InterruptedException _) {
      LOG.debug("interrupted while writing a status");
    }
  }

  private boolean isDone(NodePlanStatus status) {
    try {
      client
          .genericKubernetesResources(ApiServerSource.NODE_PLANS)
          .resource(object(status))
          .subresource("status")
          .patch(APPLY);
      return true;
    } catch (KubernetesClientException e) {
      // the plan is gone and with it the place for its status; there will be another with a next
      // one
      boolean gone = e.getCode() == 404;
      if (!gone) {
        LOG.debug("cannot write the status of NodePlan {}, trying again", node, e);
      }
      return gone;
    }
  }

  private GenericKubernetesResource object(NodePlanStatus status) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(
        ApiServerSource.NODE_PLANS.getGroup() + "/" + ApiServerSource.NODE_PLANS.getVersion());
    object.setKind(ApiServerSource.NODE_PLANS.getKind());
    object.setMetadata(new ObjectMetaBuilder().withName(node).build());
    object.setAdditionalProperty("status", status);
    return object;
  }
}
