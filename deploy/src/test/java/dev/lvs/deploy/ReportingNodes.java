package dev.lvs.deploy;

import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceReport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports on plans as agents do: as soon as a plan changes, all of it carried out but for the
 * refusals that a test has asked for; nothing on behalf of a node that a test has silenced.
 */
final class ReportingNodes implements AutoCloseable {
  private static final PatchContext AS_AGENT =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("lvs-node-agent")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Map<String, List<ResourceReport>> refusals = new ConcurrentHashMap<>();
  private final Map<String, LeaseReport> leases = new ConcurrentHashMap<>();
  private final Map<String, List<LingeringVip>> lingering = new ConcurrentHashMap<>();
  private final Map<String, Boolean> silent = new ConcurrentHashMap<>();
  private final Watch watch;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  /** ReportingNodes whose agents live. */
  private final Set<String> alive = ConcurrentHashMap.newKeySet();

  ReportingNodes(KubernetesClient client) {
    this(client, Duration.ofMillis(500));
  }

  /** {@code beat} is the time between two renewals of a Lease, which agents do every 10 s. */
  ReportingNodes(KubernetesClient client, Duration beat) {
    this.client = client;
    var _ = heart.scheduleAtFixedRate(this::beatAll, 0, beat.toMillis(), TimeUnit.MILLISECONDS);
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

  /** An agent lives on this node, whether or not it has a plan. */
  void live(String node) {
    alive.add(node);
  }

  /** As agents do, but more often. */
  private void beat(String node) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName("lvs-node-agent." + node)
            .withNamespace("kube-node-lease")
            .withLabels(Map.of("app.kubernetes.io/name", "lvs-node-agent"))
            .endMetadata()
            .withNewSpec()
            .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
            .endSpec()
            .build();
    client.resource(lease).patch(AS_AGENT);
  }

  private void beatAll() {
    for (String node : alive) {
      if (!silent.containsKey(node)) {
        try {
          beat(node);
        } catch (KubernetesClientException cut) {
          // the next beat may go through
        }
      }
    }
  }

  /** From the next report on, the node says this of what it could not do. */
  void refuse(String node, ResourceReport... entries) {
    refusals.put(node, List.of(entries));
    reportAgain(node);
  }

  /** From the next report on, the node says this of its Lease. */
  void say(String node, LeaseReport lease) {
    leases.put(node, lease);
    reportAgain(node);
  }

  /** From the next report on, the node keeps these for open connections. */
  void linger(String node, LingeringVip... vips) {
    lingering.put(node, List.of(vips));
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
    heart.shutdownNow();
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
    live(node);
    NodePlan report = new NodePlan();
    report.setMetadata(new ObjectMetaBuilder().withName(node).build());
    report.setStatus(
        NodePlanStatus.reporting(
                plan.getMetadata().getGeneration(),
                "test",
                PlanReport.of(refusals.getOrDefault(node, List.of()))
                    .withLingering(lingering.getOrDefault(node, List.of())))
            .saying(Stream.ofNullable(leases.get(node)).toList()));
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
