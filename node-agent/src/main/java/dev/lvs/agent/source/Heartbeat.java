package dev.lvs.agent.source;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator that this agent is alive, by a Lease beside that of the kubelet: a node
 * without a renewal is unknown.
 *
 * <p>It is renewed as often as the kubelet renews its own, and only while the agent's loop runs:
 * one that hangs is not alive. The operator checks whether the Lease changes, never its time.
 */
final class Heartbeat implements AutoCloseable {
  /** The namespace that every cluster has for the heartbeats of nodes. */
  static final String NAMESPACE = "kube-node-lease";

  /** Before the name of the node; the Lease that has no prefix is the kubelet's. */
  static final String PREFIX = "lvs-node-agent.";

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** Time that the loop may be busy with one round. */
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

  /** As the API writes such times: with six digits, always. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final ResourceDefinitionContext LEASES =
      new ResourceDefinitionContext.Builder()
          .withGroup("coordination.k8s.io")
          .withVersion("v1")
          .withKind("Lease")
          .withPlural("leases")
          .withNamespaced(true)
          .build();

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(StatusWriter.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String node;
  private final Thread thread;
  private final CountDownLatch spoken = new CountDownLatch(1);
  private volatile long turned = System.nanoTime();
  private volatile List<OwnerReference> owners = List.of();
  private volatile boolean resting;
  private boolean failing;

  Heartbeat(KubernetesClient client, String node) {
    this.client = client;
    this.node = node;
    this.thread = Thread.ofPlatform().name("lvs-heartbeat").daemon().start(this::run);
  }

  /**
   * Begins, once what the API server has of this node is true of this boot: its first report, or
   * that it has no plan. Before, a reboot would bring the report of the boot before to life.
   */
  void speak() {
    spoken.countDown();
  }

  /** The agent's loop has come round. */
  void turn() {
    turned = System.nanoTime();
  }

  /**
   * There is a plan.
   *
   * @param plannedFor its owners, the Node: with that goes the Lease
   */
  void begin(List<OwnerReference> plannedFor) {
    owners = List.copyOf(plannedFor);
    resting = false;
  }

  /**
   * There is no plan any more.
   *
   * @param holding whether the node may hold something of the last one. Then the Lease goes on
   *     being renewed, by which the operator knows that the node needs an empty plan.
   */
  void end(boolean holding) {
    owners = List.of();
    resting = !holding;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      spoken.await();
      while (true) {
        if (!resting && System.nanoTime() - turned < LONGEST_ROUND.toNanos()) {
          beat();
        }
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      client
          .genericKubernetesResources(LEASES)
          .inNamespace(NAMESPACE)
          .resource(lease())
          .patch(APPLY);
      if (failing) {
        failing = false;
        LOG.info("The Lease {}/{}{} is renewed again.", NAMESPACE, PREFIX, node);
      }
    } catch (RuntimeException e) {
      boolean refused = e instanceof KubernetesClientException answer && answer.getCode() != 0;
      if (refused && !failing) {
        failing = true;
        LOG.warn(
            "The Lease {}/{}{} cannot be renewed ({}), so that the operator takes this node for"
                + " silent; see that the rights of deploy/kustomize are installed. Trying again.",
            NAMESPACE,
            PREFIX,
            node,
            Causes.innermost(e));
      } else {
        LOG.debug("cannot renew the Lease of node {}, trying again", node, e);
      }
    }
  }

  private GenericKubernetesResource lease() {
    GenericKubernetesResource lease = new GenericKubernetesResource();
    lease.setApiVersion(LEASES.getGroup() + "/" + LEASES.getVersion());
    lease.setKind(LEASES.getKind());
    lease.setMetadata(
        new ObjectMetaBuilder()
            .withName(PREFIX + node)
            .withNamespace(NAMESPACE)
            .withLabels(Map.of("app.kubernetes.io/name", StatusWriter.FIELD_MANAGER))
            .withOwnerReferences(owners)
            .build());
    lease.setAdditionalProperty(
        "spec",
        Map.of(
            "holderIdentity",
            node,
            "leaseDurationSeconds",
            4 * PERIOD.toSeconds(),
            "renewTime",
            MICROS.format(Instant.now())));
    return lease;
  }
}
