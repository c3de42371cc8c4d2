package dev.lvs.agent.failover;

import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.GateState;
import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.lease.LeaseEngine;
import dev.lvs.agent.lease.LeaseEvent;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.situation.Holding;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the Leases of this node's groups, on a thread of its own.
 *
 * <p>Before each round the fence is made as the plan wants it, and the round is told which VIPs it
 * may put on their interfaces. What a round did comes back as {@link #follow}.
 */
public final class LeaseKeeper implements Producer {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  /** How long a round waits for the fence. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long the end of the process waits for the Leases. */
  private static final Duration END = Duration.ofSeconds(10);

  /** How often the fence is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final LeaseEngine engine;
  private final Opening opening;
  private final LeftFence left;
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<String, HeldGroup> groups = new TreeMap<>();
  private final ShapedFence shaped = new ShapedFence();
  private final LeaseReports reports = new LeaseReports();
  private Map<String, LeaseGroup> planned = Map.of();
  private Instant look = Instant.MIN;
  private @Nullable Inbox inbox;
  private HeldGroup.@Nullable Ways ways;
  private boolean stopping;
  private Optional<Standing> standing = Optional.empty();

  /** Whether a look at the links is in the queue. */
  private final AtomicBoolean looking = new AtomicBoolean();

  /** What the last round was prepared with; of the agent's thread. */
  private Optional<Map<String, LeaseGroup>> prepared = Optional.empty();

  /** What rounds were told, without and with the Leases that are left. */
  private Holding holding = Holding.ALL;

  private Holding said = Holding.ALL;

  /** Reports of the Leases as the agent's thread finds them. */
  private volatile List<LeaseReport> reported = List.of();

  /**
   * A keeper that does nothing yet.
   *
   * @param opening of what it acts on, called by its own thread when the first group is planned,
   *     with the keeper's queue
   */
  public LeaseKeeper(LeaseHolder.Director self, Opening opening) {
    this.engine = new LeaseEngine(self);
    this.opening = opening;
    this.left = new LeftFence(opening::fence);
  }

  /** Opens what a keeper acts on, in the network namespace of the calling thread. */
  public interface Opening {
    Fence fence();

    LeaseStore store();

    Neighbourhood network();
  }

  @Override
  public void begin(Inbox taker) {
    inbox = taker;
    var _ = Thread.ofPlatform().name("lvs-lease").daemon().start(this::run);
  }

  @Override
  public void prepare(NodePlanSpec plan) {
    Map<String, LeaseGroup> wanted = LeaseGroup.of(plan);
    if (inbox == null || prepared.orElse(Map.of()).equals(wanted)) {
      return;
    }
    CompletableFuture<Holding> shaped = new CompletableFuture<>();
    queue.add(() -> shaped.complete(take(wanted)));
    try {
      Holding next = shaped.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      prepared = Optional.of(wanted).filter(_ -> next.unfenced().isEmpty());
    } catch (TimeoutException _) {
      LOG.warn("The fence of the VIPs is not there yet; trying again with the next round.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has the engine know what stands after a round; from any thread. */
  public void follow(Standing after) {
    queue.add(
        () -> {
          standing = Optional.of(after);
          if (ways == null && planned.isEmpty()) {
            left.remove();
          }
          judge();
        });
  }

  /** Has it look at the links at once; from any thread, at an event of one. */
  public void look() {
    if (!looking.getAndSet(true)) {
      queue.add(
          () -> {
            looking.set(false);
            judge();
          });
    }
  }

  /**
   * Returns the groups of this node as they are; from any thread.
   *
   * @return empty where the keeper does not answer in time
   */
  public Optional<List<CountedGroup>> counted() throws InterruptedException {
    CompletableFuture<List<CountedGroup>> seen = new CompletableFuture<>();
    queue.add(
        () ->
            seen.complete(
                groups.entrySet().stream()
                    .map(one -> new CountedGroup(sight(one), one.getValue().counts()))
                    .toList()));
    try {
      return Optional.of(seen.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException _) {
      return Optional.empty();
    }
  }

  private GroupSight sight(Map.Entry<String, HeldGroup> group) {
    return group.getValue().sight(planned.containsKey(group.getKey()));
  }

  @Override
  public List<LeaseReport> leases() {
    return reported;
  }

  /** Has the loop come round where there is something to report. */
  private void report() {
    List<LeaseReport> next =
        reports.of(
            groups.entrySet().stream().map(this::sight).toList(),
            one ->
                Optional.ofNullable(groups.get(one.lease()))
                    .map(HeldGroup::macs)
                    .orElse(List.of()));
    Inbox taker = inbox;
    if (taker != null && !next.equals(reported)) {
      reported = next;
      taker.wakeAfter(Deadline.TURN, Duration.ZERO);
    }
  }

  private void judge() {
    standing.ifPresent(
        now ->
            groups.forEach(
                (name, group) -> {
                  if (planned.containsKey(name)) {
                    LeaseGroup its = group.group();
                    group.tell(its, Fitness.after(its, ways().network()::isRunning, now));
                  }
                }));
    say();
    report();
  }

  @Override
  public void close() {
    if (inbox == null) {
      return;
    }
    queue.add(this::stop);
    try {
      if (!ended.await(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The Leases of this node are left as they are.");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    if (!stopping) {
      stopping = true;
      groups.values().forEach(group -> group.event(new LeaseEvent.Stop()));
    }
  }

  private void run() {
    try {
      while (!stopping || groups.values().stream().anyMatch(group -> !group.isDone())) {
        turn(queue.poll(pause().toNanos(), TimeUnit.NANOSECONDS));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  /** A failure ends no turn but its own: the next one mends, and a token runs out meanwhile. */
  private void turn(@Nullable Runnable next) {
    try {
      if (next != null) {
        next.run();
      }
      groups.values().forEach(HeldGroup::tick);
      lookAfter();
    } catch (RuntimeException e) {
      LOG.error("A Lease of this node could not be looked after; trying again.", e);
    }
  }

  private void end() {
    HeldGroup.Ways open = ways;
    if (open != null) {
      open.network().close();
      open.store().close();
      open.fence().close();
    }
    ended.countDown();
  }

  private Duration pause() {
    Instant now = SteadyClock.STEADY.instant();
    Instant next = now.plus(LOOK);
    for (HeldGroup group : groups.values()) {
      next = group.wake().isBefore(next) ? group.wake() : next;
    }
    return next.isBefore(now) ? Duration.ZERO : Duration.between(now, next);
  }

  /** Makes the fence as a plan wants it, and says which VIPs have one. */
  private Holding take(Map<String, LeaseGroup> wanted) {
    shaped.retire(wanted, SteadyClock.STEADY.instant());
    planned = wanted;
    Optional<String> failure = reshape();
    if (failure.isEmpty()) {
      begin(wanted);
    }
    holding = Holding.fenced(shaped.addresses(), failure.orElse(""));
    return say();
  }

  /** Has the next rounds know how it is. */
  private Holding say() {
    Map<String, String> leaving = new TreeMap<>();
    groups.forEach(
        (name, group) ->
            group
                .unfit()
                .filter(why -> planned.containsKey(name) && !why.equals(Fitness.NOT_YET))
                .ifPresent(why -> leaving.put(name, why)));
    Holding next = holding.leaving(leaving);
    Inbox taker = inbox;
    if (taker != null && !next.equals(said)) {
      said = next;
      taker.put(next);
    }
    return next;
  }

  private void begin(Map<String, LeaseGroup> wanted) {
    Map<String, GateState> gates = ways().fence().look().gates();
    wanted.forEach(
        (name, group) -> {
          HeldGroup held = groups.get(name);
          if (held == null) {
            // an agent before this one served it to the last
            boolean served = gates.getOrDefault(name, GateState.SHUT).isOpen();
            Optional<String> unfit =
                Fitness.planned(group)
                    .or(() -> served ? Optional.empty() : Optional.of(Fitness.NOT_YET));
            HeldGroup begun = new HeldGroup(name, group, engine, unfit, ways());
            groups.put(name, begun);
            begun.event(new LeaseEvent.Tick());
          } else {
            held.tell(group, Fitness.planned(group).or(held::unfit));
          }
        });
    groups.forEach(
        (name, group) -> {
          if (!wanted.containsKey(name)) {
            group.tell(group.group(), Optional.of(Fitness.NO_DIRECTOR));
          }
        });
  }

  private Optional<String> reshape() {
    return shaped.make(ways().fence(), planned, groups);
  }

  /** Mends the fence, and ends what is not of the plan any more. */
  private void lookAfter() {
    Instant now = SteadyClock.STEADY.instant();
    if (ways == null || now.isBefore(look)) {
      return;
    }
    look = now.plus(LOOK);
    judge();
    Fence.Look found = ways().fence().look();
    boolean over = shaped.forget(now);
    boolean left =
        groups
            .entrySet()
            .removeIf(
                one -> !planned.containsKey(one.getKey()) && hasLeft(one.getKey(), one.getValue()));
    if (found.damage().isPresent() || over || left) {
      reshape();
    }
    found
        .damage()
        .ifPresent(
            damage -> {
              LOG.warn("{}. It was made anew, with what it holds shut.", damage);
              groups.values().forEach(group -> group.event(new LeaseEvent.Failed(damage)));
            });
  }

  private boolean hasLeft(String name, HeldGroup group) {
    return !group.isNamed(engine.self()) && !shaped.retires(name);
  }

  private HeldGroup.Ways ways() {
    HeldGroup.Ways open = ways;
    if (open == null) {
      open =
          new HeldGroup.Ways(
              opening.fence(), opening.store(), opening.network(), SteadyClock.STEADY, queue::add);
      ways = open;
      open.store()
          .watch(
              (name, version) ->
                  queue.add(
                      () ->
                          Optional.ofNullable(groups.get(name))
                              .ifPresent(group -> group.event(new LeaseEvent.Saw(version)))));
    }
    return open;
  }
}
