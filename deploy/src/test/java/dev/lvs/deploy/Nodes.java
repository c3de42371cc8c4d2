package dev.lvs.deploy;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanOutcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reports on plans as agents do: as soon as a plan changes, all of it carried out but for the
 * refusals that a test has asked for; nothing on behalf of a node that a test has silenced.
 */
final class Nodes implements AutoCloseable {
  private static final PatchContext AS_AGENT =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("lvs-node-agent")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Map<String, List<PlanOutcome>> refusals = new ConcurrentHashMap<>();
  private final Map<String, Boolean> silent = new ConcurrentHashMap<>();
  private final Watch watch;

  Nodes(KubernetesClient client) {
    this.client = client;
    this.watch =
        client
            .resources(NodePlan.class)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, NodePlan plan) {
                    if (action != Action.DELETED) {
                      // not on the watch's own thread: that would hold the next event up
                      Thread.startVirtualThread(() -> report(plan));
                    }
                  }

                  @Override
                  public void onClose(@Nullable WatcherException cause) {}
                });
  }

  /** From the next report on, the node says this of what it could not do. */
  void refuse(String node, PlanOutcome... outcomes) {
    refusals.put(node, List.of(outcomes));
    reportAgain(node);
  }

  /** The node's agent is dead. */
  void silence(String node) {
    silent.put(node, true);
  }

  /** The node's agent is back. */
  void wake(String node) {
    silent.remove(node);
    reportAgain(node);
  }

  @Override
  public void close() {
    watch.close();
  }

  private void reportAgain(String node) {
    NodePlan plan = client.resources(NodePlan.class).withName(node).get();
    if (plan != null) {
      report(plan);
    }
  }

  private void report(NodePlan plan) {
    String node = plan.getMetadata().getName();
    if (silent.containsKey(node)) {
      return;
    }
    NodePlan report = new NodePlan();
    report.setMetadata(new ObjectMetaBuilder().withName(node).build());
    report.setStatus(
        new NodePlanStatus(
            plan.getMetadata().getGeneration(),
            "test",
            null,
            null,
            null,
            null,
            List.of(),
            null,
            refusals.getOrDefault(node, List.of()),
            List.of(),
            List.of()));
    try {
      client.resource(report).subresource("status").patch(AS_AGENT);
    } catch (KubernetesClientException gone) {
      // the plan may be deleted between the watch and the report
      if (gone.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw gone;
      }
    }
  }
}
