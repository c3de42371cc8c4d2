package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.operator.status.node.Hearing;
import dev.lvs.operator.status.node.Responding;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the Leases of all agents, with one list request each time, and records in the status of
 * each NodePlan whether its agent is alive.
 *
 * <p>The result is kept in the NodePlan, like everything else that is known of a node: other
 * statuses are derived from it, and a restarted operator continues with it.
 */
final class Listening implements AutoCloseable {
  /** The namespace that every cluster has for the heartbeats of nodes. */
  static final String NAMESPACE = "kube-node-lease";

  /** Before the name of the node; the Lease that has no prefix is the kubelet's. */
  static final String PREFIX = "lvs-node-agent.";

  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  private final KubernetesClient client;
  private final ClusterCache cache;
  private final Duration period;
  private final Clock clock;
  private final Consumer<Set<String>> asking;
  private final Hearing hearing = new Hearing();
  private final Thread thread;
  private boolean failing;

  /**
   * @param period between two looks
   * @param asking told at each look of the nodes without a plan whose agents are alive
   */
  Listening(
      KubernetesClient client,
      ClusterCache cache,
      Duration period,
      Clock clock,
      Consumer<Set<String>> asking) {
    this.client = client;
    this.cache = cache;
    this.period = period;
    this.clock = clock;
    this.asking = asking;
    this.thread = Thread.ofPlatform().name("listen").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(period);
        look();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      Hearing.Found found = hearing.look(beats(), plans());
      found.silent().forEach(node -> say(node, false));
      found.heard().forEach(node -> say(node, true));
      asking.accept(found.asking());
      failing = false;
    } catch (RuntimeException failed) {
      if (!failing) {
        failing = true;
        LOG.warn(
            "The Leases of the agents in {} cannot be read ({}): until they can, no node is said to"
                + " be silent; see that the rights of deploy/kustomize are installed. Trying"
                + " again.",
            NAMESPACE,
            failed.getMessage());
      }
    }
  }

  private Map<String, String> beats() {
    Map<String, String> beats = new HashMap<>();
    List<Lease> leases =
        client
            .leases()
            .inNamespace(NAMESPACE)
            .withLabel("app.kubernetes.io/name", "lvs-node-agent")
            // from the API server's memory
            .list(new ListOptionsBuilder().withResourceVersion("0").build())
            .getItems();
    for (Lease lease : leases) {
      String name = lease.getMetadata().getName();
      if (name.startsWith(PREFIX) && lease.getSpec().getRenewTime() != null) {
        beats.put(name.substring(PREFIX.length()), lease.getSpec().getRenewTime().toString());
      }
    }
    return beats;
  }

  private Map<String, Boolean> plans() {
    Map<String, Boolean> plans = new HashMap<>();
    for (NodePlan plan : cache.all(NodePlan.class)) {
      plans.put(plan.getMetadata().getName(), Responding.isDenied(plan.getStatus()));
    }
    return plans;
  }

  private void say(String node, boolean responding) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName(node).build());
    Duration silence = period.multipliedBy(Hearing.PATIENCE);
    plan.setStatus(
        NodePlanStatus.saying(
            responding
                ? Responding.heard(node, clock.instant())
                : Responding.silent(node, silence, clock.instant())));
    try {
      client.resource(plan).subresource("status").patch(ResourceStatusWriter.APPLY);
      LOG.info("node {}: its agent is {}", node, responding ? "heard from again" : "silent");
    } catch (KubernetesClientException gone) {
      // the next look finds the same, if the plan is still there
      LOG.debug("could not say of node {} whether it responds", node, gone);
    }
  }
}
