package dev.lvs.operator.reconcile;

import dev.lvs.api.Input;
import dev.lvs.api.LetGo;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.compile.Recompilation;
import dev.lvs.compile.Recompiler;
import dev.lvs.compile.problem.Withdrawal;
import dev.lvs.operator.reconcile.NodeReports.News;
import dev.lvs.operator.status.GroupHolding;
import dev.lvs.operator.status.facts.Facts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State that the reconcilers share: the resources to compile, the last compilation, the reports of
 * the nodes, and the triggers by which they wake each other.
 */
public final class Compiling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Compiling.class);

  private final ClusterCache inputs = new ClusterCache();
  private final Recompiler compiler = new Recompiler();
  private final StoredPlans plans = new StoredPlans(inputs);
  private final NodeReports reports;
  private final Map<String, Wake<?>> wakes = new ConcurrentHashMap<>();
  private final Set<Withdrawal> withdrawn = ConcurrentHashMap.newKeySet();
  private final Map<String, GroupHolding> holdings = new ConcurrentHashMap<>();
  private final Set<String> asking = ConcurrentHashMap.newKeySet();
  private volatile Optional<Compiled> latest = Optional.empty();
  private final InstantSource clock;
  private final ChangeLoop loop;

  private final Listening listening;

  /**
   * @param period between two looks at whether the agents are alive
   */
  public Compiling(KubernetesClient client, Duration period, Clock clock) {
    this.clock = clock;
    this.loop = new ChangeLoop(this::compile, clock);
    this.reports = new NodeReports(name -> inputs.get(NodeReportPart.class, name), clock);
    this.listening = new Listening(client, inputs, period, clock, this::asking);
  }

  /** Begins; every watch must have brought all there is, else plans would lose what is missing. */
  public void start() {
    loop.start();
    listening.start();
  }

  /** Returns whether the last compilation failed, which is a bug; the one before stays in force. */
  public boolean failing() {
    return loop.failing();
  }

  @Override
  public void close() {
    loop.close();
    listening.close();
  }

  ClusterCache inputs() {
    return inputs;
  }

  StoredPlans plans() {
    return plans;
  }

  NodeReports reports() {
    return reports;
  }

  /** The last compilation; empty before the first. */
  Optional<Compiled> latest() {
    return latest;
  }

  /**
   * Returns what the last compilation says of {@code resource}; empty where it has not seen the
   * resource as it stands, for then another is on its way.
   */
  <F extends Facts> Optional<F> facts(HasMetadata resource, Class<F> kind) {
    Long generation = resource.getMetadata().getGeneration();
    return latest
        .flatMap(compiled -> compiled.facts(ResourceName.of(resource), kind))
        .filter(facts -> generation != null && facts.generation() >= generation);
  }

  /**
   * Returns whether {@code resource} is compiled no more, and every plan that may have held it has
   * been read. A plan whose node is gone does not count: the garbage collector is about to take it.
   */
  boolean hasLeft(ResourceName resource) {
    if (latest.isEmpty() || latest.get().facts().containsKey(resource)) {
      return false;
    }
    Set<String> nodes =
        inputs.all(Node.class).stream()
            .map(node -> node.getMetadata().getName())
            .collect(Collectors.toSet());
    return inputs.all(NodePlan.class).stream()
        .map(plan -> plan.getMetadata().getName())
        .filter(nodes::contains)
        .allMatch(node -> reports.of(node).isPresent());
  }

  /** Returns what ended for {@code service} with the right that gave it, each once. */
  List<Withdrawal> takeWithdrawals(ResourceName service) {
    List<Withdrawal> taken =
        withdrawn.stream().filter(it -> it.service().equals(service)).sorted().toList();
    return taken.stream().filter(withdrawn::remove).toList();
  }

  /** Takes in that a node has carried out its plan: others may get what it was to let go. */
  void carriedOut(NodePlanSpec plan) {
    if (!plan.director().formerVips().isEmpty()) {
      changed();
    }
  }

  /** Marks that something which is compiled has changed. */
  void changed() {
    loop.changed();
  }

  /**
   * Makes the primary resources of a reconciler part of what is compiled, and the reconciler one
   * that is woken.
   *
   * @param differ whether two versions of a resource compile differently
   */
  <P extends HasMetadata> EventSource<?, P> follow(
      EventSourceContext<P> context, BiPredicate<P, P> differ) {
    Class<P> kind = context.getPrimaryResourceClass();
    inputs.holds(kind, context.getPrimaryCache());
    Wake<P> wake = new Wake<>(kind, this::changed, differ);
    wakes.put(HasMetadata.getKind(kind), wake);
    return wake;
  }

  /** Wakes those whom a node's report concerns. */
  public void heard(News news) {
    news.sources().forEach(source -> wake(ResourceName.parse(source)));
    latest.ifPresent(compiled -> wakeServersOf(news.sources(), compiled));
    news.node().ifPresent(node -> latest.ifPresent(compiled -> wakeWhoReadsOf(node, compiled)));
  }

  /** Takes in who has the VIPs of a group; where that is news, wakes its VirtualServices. */
  void holds(String group, GroupHolding now) {
    boolean known = holding(group).equals(now);
    holdings.put(group, now);
    if (!known) {
      latest.ifPresent(compiled -> compiled.servicesOf(group).forEach(this::wake));
    }
    if (latest.filter(compiled -> compiled.anyFormer(this::isElsewhere)).isPresent()) {
      changed();
    }
  }

  /** Returns whether a node cannot have a VIP any more by a Lease, whatever it reports. */
  private boolean isElsewhere(LetGo former) {
    String lease = former.vip().name();
    return former.vip().mode() == AnnouncementMode.LEASE
        && lease != null
        && PlannedLease.groupOf(lease)
            .filter(this::hasLease)
            .filter(group -> holding(group).isNotAt(former.node(), clock.instant()))
            .isPresent();
  }

  /** Who has the VIPs of a group by VRRP says nothing of a Lease that it once had. */
  private boolean hasLease(String group) {
    return inputs
        .get(DirectorGroup.class, group)
        .map(DirectorGroup::getSpec)
        .map(DirectorGroupSpec::announcement)
        .filter(it -> it.mode() == AnnouncementMode.LEASE)
        .isPresent();
  }

  /** Who has the VIPs of a group: as it was seen last, if only by the operator before this one. */
  GroupHolding holding(String group) {
    GroupHolding seen = holdings.get(group);
    return seen != null
        ? seen
        : inputs
            .get(DirectorGroup.class, group)
            .map(DirectorGroup::getStatus)
            .map(GroupHolding::of)
            .orElse(GroupHolding.UNKNOWN);
  }

  /** The RealServers of which the services are: how they stand depends on who serves them. */
  private void wakeServersOf(Set<String> services, Compiled compiled) {
    if (services.isEmpty()) {
      return;
    }
    compiled
        .facts()
        .forEach(
            (name, facts) -> {
              if (facts instanceof Facts.OfServer server
                  && Stream.concat(
                          server.leaving().stream(),
                          server.services().stream()
                              .filter(use -> use.checked() || !server.hosts().isEmpty()))
                      .anyMatch(use -> services.contains(use.service().toString()))) {
                wake(name);
              }
            });
  }

  /** The groups, the RealServers that the node is, and those that it checks. */
  private void wakeWhoReadsOf(String node, Compiled compiled) {
    compiled
        .facts()
        .forEach(
            (name, facts) -> {
              if (facts instanceof Facts.OfGroup
                  || (facts instanceof Facts.OfServer server
                      && (server.hosts().contains(node)
                          || Stream.concat(
                                  server.leaving().stream(),
                                  server.services().stream().filter(Facts.Use::checked))
                              .anyMatch(use -> use.directors().contains(node))))) {
                wake(name);
              }
            });
  }

  /** Nodes without a plan whose agents are alive, and may hold something of an earlier one. */
  void asking(Set<String> nodes) {
    asking.clear();
    asking.addAll(nodes);
    nodes.forEach(node -> wake(new ResourceName("Node", "", node)));
  }

  /** Returns whether the node's agent is to be told that it is to hold nothing; says so once. */
  boolean hasAsked(String node) {
    return asking.remove(node);
  }

  private void compile() {
    long began = System.nanoTime();
    boolean first = latest.isEmpty();
    Compiled before = latest.orElse(Compiled.NOTHING);
    // at first from the API server; then from memory, which the watch may lag behind
    List<NodePlanSpec> inForce = first ? plans.standing() : List.copyOf(before.plans().values());
    Input input =
        inputs
            .input()
            .at(clock.instant())
            .letGo(plans.letGo(reports::standsAsCompiled, this::isElsewhere));
    Recompilation compiled = compiler.compile(input, inForce);
    loop.wakeAt(compiled.compilation().goodUntil());
    Compiled now = before.next(input, compiled);
    now.withdrawals()
        .forEach(
            it -> {
              LOG.warn("{}", it);
              withdrawn.add(it);
            });
    // before the statuses can say of this compilation what is true of the one before
    List<News> toCome = now.plansSince(before).stream().map(reports::compiled).toList();
    latest = Optional.of(now);
    toCome.forEach(this::heard);
    Set<ResourceName> changed = now.changedSince(before);
    if (first) {
      changed.addAll(everyNodeWithPlan());
      changed.addAll(everyServiceThatLeaves());
    }
    now.withdrawals().forEach(it -> changed.add(it.service()));
    changed.forEach(this::wake);
    LOG.debug(
        "compiled {} resources in {} ms; {} differ",
        now.facts().size(),
        (System.nanoTime() - began) / 1_000_000,
        changed.size());
  }

  /** A plan that an earlier operator left may have to be emptied. */
  private Set<ResourceName> everyNodeWithPlan() {
    return inputs.all(NodePlan.class).stream()
        .map(plan -> new ResourceName("Node", "", plan.getMetadata().getName()))
        .collect(Collectors.toSet());
  }

  /** They are compiled no more, and nobody has looked at them before the first compilation. */
  private Set<ResourceName> everyServiceThatLeaves() {
    return inputs.all(VirtualService.class).stream()
        .filter(VirtualService::isMarkedForDeletion)
        .map(ResourceName::of)
        .collect(Collectors.toSet());
  }

  private void wake(ResourceName name) {
    Wake<?> wake = wakes.get(name.kind());
    if (wake != null) {
      wake.wake(new ResourceID(name.name(), name.namespace().isEmpty() ? null : name.namespace()));
    }
  }
}
