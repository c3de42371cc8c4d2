package dev.lvs.agent.source;

import dev.lvs.agent.retry.Backoff;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the newest status of a NodePlan, on a thread of its own: the loop never waits for the API
 * server.
 */
final class StatusWriter implements AutoCloseable {
  /** The field manager that owns the status. */
  static final String FIELD_MANAGER = "lvs-node-agent";

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration FOREVER = Duration.ofDays(365);

  /** Time that the last status may take to be written at the end. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final String node;
  private final Consumer<NodePlanStatus> send;
  private final Backoff backoff;
  private final Latest<NodePlanStatus> statuses = new Latest<>();
  private final Thread thread;
  private String said = "";

  StatusWriter(String node, Consumer<NodePlanStatus> send) {
    this(node, send, new Backoff(FIRST_PAUSE, LONGEST_PAUSE));
  }

  /**
   * A writer by any way.
   *
   * @param send throws where the status was not written
   */
  StatusWriter(String node, Consumer<NodePlanStatus> send, Backoff backoff) {
    this.node = node;
    this.send = send;
    this.backoff = backoff;
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
        if (isDone(status.get())) {
          backoff.afterSuccess();
        } else {
          statuses.putBack(status.get());
          Thread.sleep(backoff.afterFailure());
        }
      }
    } catch (InterruptedException _) {
      LOG.debug("interrupted while writing a status");
    }
  }

  private boolean isDone(NodePlanStatus status) {
    try {
      send.accept(status);
      if (!said.isEmpty()) {
        LOG.info("The status of NodePlan {} is written again.", node);
        said = "";
      }
      return true;
    } catch (RuntimeException e) {
      // the plan is gone and with it the place for its status; there will be another with a next
      // one
      if (e instanceof KubernetesClientException refused && refused.getCode() == 404) {
        return true;
      }
      say(Causes.innermost(e));
      return false;
    }
  }

  /** Each cause once: until it is another, or over. */
  private void say(String cause) {
    if (!cause.equals(said)) {
      said = cause;
      LOG.warn(
          "The status of NodePlan {} cannot be written ({}), so nobody but this log hears what"
              + " becomes of the plan. Trying again. Where it is refused, see the rights of"
              + " deploy/kustomize.",
          node,
          cause);
    }
  }
}
