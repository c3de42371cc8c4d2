package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.Lvs;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the NodePlan that is named after this node, and gets the parts that it names.
 *
 * <p>The object is received untyped and parsed afterwards: one that a newer operator wrote and this
 * agent cannot read must not end the watch. While the API server is unreachable, and when the
 * object is deleted, the last plan stays.
 */
public final class ApiServerSource implements PlanSource {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServerSource.class);

  static final ResourceDefinitionContext NODE_PLANS =
      new ResourceDefinitionContext.Builder()
          .withGroup(Lvs.GROUP)
          .withVersion(Lvs.VERSION)
          .withKind("NodePlan")
          .withPlural("nodeplans")
          .withNamespaced(false)
          .build();

  private final KubernetesClient client;
  private final String node;
  private final PlanAssembly assembly;
  private final StatusSender sender;
  private final StatusWriter writer;
  private final Heartbeat heartbeat;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final PeerAddresses peers = new PeerAddresses(Path.of("/proc/self"));
  private volatile Set<IpAddress> servers = Set.of();
  private volatile boolean away;
  private volatile boolean noPlan;
  private volatile boolean closed;
  private volatile Consumer<PlanNews> taker = _ -> {};

  /** The generation of the plan that stands, if it is the empty one; else none. */
  private volatile @Nullable Long emptyGeneration;

  /** Whether the empty plan has been carried out, so that the node holds nothing of ours. */
  private volatile boolean tornDown;

  /**
   * A source that does not watch yet.
   *
   * @param client closed together with this source
   */
  public ApiServerSource(KubernetesClient client, String node) {
    this.client = client;
    this.node = node;
    this.assembly = new PlanAssembly(client, news -> taker.accept(news));
    this.sender = new StatusSender(client, node);
    this.heartbeat = new Heartbeat(client, node);
    this.writer = new StatusWriter(node, this::send);
    this.informer =
        client
            .genericKubernetesResources(NODE_PLANS)
            .withName(node)
            .runnableInformer(0)
            .exceptionHandler(this::isToBeTriedAgain)
            .addEventHandler(new Changes());
  }

  /** Whether or not the API server answers yet. */
  @Override
  public void begin(Consumer<PlanNews> news) {
    taker = news;
    LOG.info(
        "The plan is NodePlan {} of {}; until it has been read, nothing is done.",
        node,
        client.getMasterUrl());
    var _ = informer.start().thenRun(this::listed);
  }

  /** What is there has been handed on by now, or is about to be. */
  private void listed() {
    noPlan = informer.getIndexer().list().isEmpty();
    if (noPlan) {
      heartbeat.speak();
      LOG.info(
          "There is no NodePlan {} yet. The operator makes one when this node becomes a director or"
              + " a real server.",
          node);
    }
  }

  @Override
  public boolean hasNoPlan() {
    return noPlan;
  }

  @Override
  public void turn() {
    heartbeat.turn();
  }

  @Override
  public void report(NodePlanStatus status) {
    tornDown = status.holdsAll() && Objects.equals(status.observedGeneration(), emptyGeneration);
    writer.write(status);
  }

  private void send(NodePlanStatus status) {
    sender.accept(status);
    heartbeat.speak();
  }

  @Override
  public Set<IpAddress> servers() {
    return servers;
  }

  @Override
  public void close() {
    closed = true;
    informer.close();
    assembly.close();
    heartbeat.close();
    writer.close();
    client.close();
  }

  /** Before a plan is handed out, which may be about one of them. None known is no news. */
  private void lookAtPeers() {
    Set<IpAddress> now = peers.read();
    if (!now.isEmpty()) {
      servers = now;
    }
  }

  private boolean isToBeTriedAgain(boolean started, Throwable failure) {
    if (!away && !closed) {
      away = true;
      LOG.warn(
          "The API server {} does not answer ({}). The last plan stays in force; trying again.",
          client.getMasterUrl(),
          Causes.innermost(failure));
    }
    return true;
  }

  private final class Changes implements ResourceEventHandler<GenericKubernetesResource> {
    /** Version of the spec that was handed out last: our own status comes back as an event too. */
    private @Nullable String given;

    @Override
    public void onAdd(GenericKubernetesResource object) {
      take(object);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
      take(object);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean unknown) {
      heartbeat.end(!tornDown);
      if (tornDown) {
        LOG.info("NodePlan {} was deleted, after it was carried out to the last.", node);
      } else {
        LOG.warn(
            "NodePlan {} was deleted. What it said stays in force until there is another one.",
            node);
      }
    }

    private void take(GenericKubernetesResource object) {
      noPlan = false;
      lookAtPeers();
      if (away) {
        away = false;
        LOG.info("The API server answers again.");
      }
      heartbeat.begin(object.getMetadata().getOwnerReferences());
      sender.found(object.getMetadata().getUid(), parts(object));
      long generation = Objects.requireNonNullElse(object.getMetadata().getGeneration(), 1L);
      String version = object.getMetadata().getUid() + " " + generation;
      if (version.equals(given)) {
        return;
      }
      given = version;
      PlanNews news = read(generation, object);
      tornDown = false;
      emptyGeneration = isEmpty(news) ? generation : null;
      assembly.take(news);
    }

    /** The parts of the report that the status names; one that cannot be read names none. */
    private List<NodeReportPartReference> parts(GenericKubernetesResource object) {
      try {
        Object status = Objects.requireNonNullElse(object.get("status"), Map.of());
        PlanReport report =
            client.getKubernetesSerialization().convertValue(status, NodePlanStatus.class).report();
        return report == null ? List.of() : report.parts();
      } catch (IllegalArgumentException _) {
        return List.of();
      }
    }

    private static boolean isEmpty(PlanNews news) {
      return news instanceof PlanNews.Plan plan && plan.spec().holdsNothing();
    }

    private PlanNews read(long generation, GenericKubernetesResource object) {
      try {
        Object spec = Objects.requireNonNullElse(object.get("spec"), Map.of());
        return new PlanNews.Plan(
            generation,
            client.getKubernetesSerialization().convertValue(spec, NodePlanSpec.class),
            List.of());
      } catch (IllegalArgumentException e) {
        return new PlanNews.Unreadable(
            generation,
            "NodePlan "
                + node
                + " cannot be read: "
                + Causes.innermost(e)
                + "; update the node-agent if it is older than the operator");
      }
    }
  }
}
