package dev.lvs.lab;

import dev.lvs.agent.Agent;
import dev.lvs.agent.AgentSettings;
import dev.lvs.agent.events.KernelEvents;
import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.failover.Standing;
import dev.lvs.agent.health.HealthMonitor;
import dev.lvs.agent.health.StandingsFile;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.DirectorySource;
import dev.lvs.agent.source.EmptyPlan;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.agent.syscall.NetworkNamespace;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The agents of a scenario, in this JVM: one for each node that a folder of manifests contains, on
 * a thread inside that machine's namespace.
 */
public final class Agents implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Far apart, so that what a test sees comes from its own change. */
  private static final Duration DRIFT_INTERVAL = Duration.ofMinutes(5);

  private final Lab lab;
  private final EditableManifests manifests;
  private final List<String> nodes;
  private final Duration driftInterval;
  private final boolean listening;
  private final Function<String, Optional<LeaseKeeper>> keepers;
  private final ScratchFolder state = ScratchFolder.named("lvs-agents");
  private final Map<String, Running> running = new LinkedHashMap<>();

  private Agents(
      Lab lab,
      EditableManifests manifests,
      List<String> nodes,
      Duration driftInterval,
      boolean listening) {
    this(lab, manifests, nodes, driftInterval, listening, _ -> Optional.empty());
  }

  private Agents(
      Lab lab,
      EditableManifests manifests,
      List<String> nodes,
      Duration driftInterval,
      boolean listening,
      Function<String, Optional<LeaseKeeper>> keepers) {
    this.keepers = keepers;
    this.lab = lab;
    this.manifests = manifests;
    this.nodes = List.copyOf(nodes);
    this.driftInterval = driftInterval;
    this.listening = listening;
  }

  /** Starts the agents, and waits until each holds what the folder says. */
  public static Agents run(Lab lab, EditableManifests manifests) {
    return run(lab, manifests, manifests.names("Node"));
  }

  /** The same on these nodes only. */
  public static Agents run(Lab lab, EditableManifests manifests, List<String> nodes) {
    Agents agents = new Agents(lab, manifests, nodes, DRIFT_INTERVAL, false);
    try {
      agents.start();
    } catch (RuntimeException | Error e) {
      agents.close();
      throw e;
    }
    return agents;
  }

  /** The same that also hear what the kernel tells of changes. */
  public static Agents listening(Lab lab, EditableManifests manifests) {
    Agents agents = new Agents(lab, manifests, manifests.names("Node"), DRIFT_INTERVAL, true);
    agents.start();
    return agents;
  }

  /**
   * Starts the agents without waiting for anything.
   *
   * @param driftInterval how often they look for what others changed
   */
  public static Agents begin(Lab lab, EditableManifests manifests, Duration driftInterval) {
    Agents agents = new Agents(lab, manifests, manifests.names("Node"), driftInterval, false);
    agents.resume();
    return agents;
  }

  /**
   * Starts agents that hold Leases, without waiting for anything.
   *
   * @param keepers gives the keeper of a node's next agent
   */
  public static Agents failingOver(
      Lab lab, EditableManifests manifests, Function<String, LeaseKeeper> keepers) {
    Agents agents =
        new Agents(
            lab,
            manifests,
            manifests.names("Node"),
            Duration.ofSeconds(1),
            true,
            node -> Optional.of(keepers.apply(node)));
    agents.resume();
    return agents;
  }

  /** Ends the agent of one node, which leaves the kernel as it is. */
  public void stop(String node) {
    agent(node).close();
    running.remove(node);
  }

  /** The folder that the agents read. */
  public EditableManifests manifests() {
    return manifests;
  }

  /** Starts agents where none runs, and waits until each holds what the folder says. */
  public void start() {
    resume();
    settle();
  }

  /** Starts agents where none runs. */
  public void resume() {
    for (String node : nodes) {
      running.computeIfAbsent(node, name -> new Running(name, source(name)));
    }
  }

  /** Waits until every agent carried out what a fresh look at the folder says. */
  public Agents settle() {
    running.forEach(
        (node, agent) -> {
          NodePlanSpec wanted = look(node);
          agent.await(
              round -> isAsSaid(round.plan().spec(), wanted) && round.isConverged(), wanted);
        });
    return this;
  }

  /** A fresh look knows nothing of what was there before, and is drained now. */
  private static boolean isAsSaid(NodePlanSpec now, NodePlanSpec wanted) {
    DirectorPlan director = now.director();
    List<PlannedService> services =
        director.services().stream()
            .map(one -> one.drain() == null ? one : one.with(one.drain().with(List.of())))
            .toList();
    return new DirectorPlan(
                services,
                director.vips(),
                director.marks(),
                director.settings(),
                director.alsoAnnouncing())
            .equals(wanted.director())
        && new HashSet<>(now.realServer().hiddenVips())
            .containsAll(wanted.realServer().hiddenVips());
  }

  /** The inbox of the agent on one node, for whoever brings it news. */
  public Inbox inbox(String node) {
    return agent(node).inbox;
  }

  /** The state directory of the agent on one node. */
  public Path state(String node) {
    return state.path().resolve(node);
  }

  /** Returns how many rounds the agent on one node has made. */
  public int rounds(String node) {
    return agent(node).count();
  }

  /** The last round of the agent on one node. */
  public Round round(String node) {
    return agent(node).last().orElseThrow();
  }

  /** Waits for a round of the agent on one node. */
  public Round await(String node, Predicate<Round> what, String wanted) {
    agent(node).await(what, wanted);
    return round(node);
  }

  /** Waits until the agent on one node tried what the folder says, and was refused some of it. */
  public List<Refused> refusals(String node) {
    NodePlanSpec wanted = look(node);
    agent(node)
        .await(
            round -> round.plan().spec().equals(wanted) && !round.refused().isEmpty(), "a refusal");
    return round(node).refused();
  }

  private Running agent(String node) {
    return Optional.ofNullable(running.get(node))
        .orElseThrow(() -> new IllegalArgumentException("no agent runs on " + node));
  }

  /** Ends the agents, which leaves the kernel as it is. */
  public void stop() {
    running.values().forEach(Running::close);
    running.clear();
  }

  /** Ends the agents that still run and takes away what is theirs, by the empty plan. */
  public void cleanUp() {
    stop();
    for (String node : nodes) {
      try (Running last = new Running(node, new EmptyPlan(node))) {
        last.await(Round::isConverged, "the empty plan");
      }
    }
  }

  private DirectorySource source(String node) {
    return new DirectorySource(manifests.folder(), node, manifests.checks().isPresent());
  }

  private NodePlanSpec look(String node) {
    try (AwaitedPlans fresh = new AwaitedPlans(source(node))) {
      return fresh
          .await(PATIENCE)
          .filter(PlanNews.Plan.class::isInstance)
          .map(news -> ((PlanNews.Plan) news).spec())
          .orElseThrow(() -> new IllegalStateException("the folder has no plan for " + node));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  @Override
  public void close() {
    stop();
    state.close();
  }

  /** One agent and its thread. */
  private final class Running implements AutoCloseable {

    private final String node;
    private final KernelEvents events;
    private final HealthMonitor health;
    private final Inbox inbox;
    private final Optional<LeaseKeeper> keeper;
    private final Agent agent;
    private final Thread thread;
    private @Nullable Round last;
    private int count;
    private @Nullable Throwable end;

    Running(String node, PlanSource source) {
      this.node = node;
      AgentSettings settings = new AgentSettings(state(node), driftInterval);
      this.health =
          new HealthMonitor(new StandingsFile(settings.stateDirectory()), manifests.checks());
      this.keeper = keepers.apply(node);
      this.events = new KernelEvents(() -> keeper.ifPresent(LeaseKeeper::look));
      List<Producer> producers = new ArrayList<>(List.of(health));
      if (listening) {
        producers.add(events);
      }
      keeper.ifPresent(producers::add);
      this.inbox = new Inbox(SteadyClock.STEADY, producers);
      this.agent = new Agent(settings, source, Kernel::open, inbox, this::accept);
      Host host = lab.host(node);
      this.thread = Thread.ofPlatform().daemon().name("agent " + node).start(() -> work(host));
    }

    private void work(Host host) {
      try (NetworkNamespace inside = NetworkNamespace.at(Path.of("/run/netns", host.name()))) {
        inside.call(
            () -> {
              agent.run();
              return true;
            });
      } catch (Exception | Error e) {
        ended(e);
      }
    }

    private synchronized void accept(Round round) {
      last = round;
      count++;
      health.watch(round.plan().spec().director(), round.ways());
      keeper.ifPresent(one -> one.follow(new Standing(round.standing(), round.withdrawn())));
      health.remember(round.before().desired().past().below());
      if (listening && round.before().hasTable()) {
        events.hearTable();
      }
      notifyAll();
    }

    private synchronized void ended(Throwable why) {
      end = why;
      notifyAll();
    }

    synchronized int count() {
      return count;
    }

    synchronized Optional<Round> last() {
      return Optional.ofNullable(last);
    }

    synchronized void await(Predicate<Round> what, Object wanted) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      try {
        while (last == null || !what.test(last)) {
          long left = (deadline - System.nanoTime()) / 1_000_000;
          if (left <= 0 || end != null) {
            throw new IllegalStateException(
                "agent on %s: wanted %s, last round %s".formatted(node, wanted, last), end);
          }
          wait(left);
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", stop);
      }
    }

    @Override
    public void close() {
      agent.close();
      try {
        thread.join();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
