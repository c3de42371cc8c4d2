package dev.lvs.bench;

import com.sun.management.ThreadMXBean;
import dev.lvs.agent.Agent;
import dev.lvs.agent.AgentSettings;
import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole agent, running in the network namespace of the thread that creates it, except that its
 * rounds begin on request.
 */
final class SteppedAgent implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final SynchronousQueue<Optional<PlanNews>> orders = new SynchronousQueue<>();
  private final SynchronousQueue<Taken> rounds = new SynchronousQueue<>();
  private final Inbox inbox = new Inbox(SteadyClock.STEADY, List.of());
  private final Path state;
  private final Thread thread;
  private long generation;
  private long began;
  private long allocatedBefore;
  private volatile @Nullable Throwable end;

  /**
   * Measurement of one round.
   *
   * @param nanos from the news to the status reported
   * @param allocated bytes, by the agent's thread meanwhile
   */
  record Taken(Round round, long nanos, long allocated) {}

  /** An agent that has looked at the node, and has no plan yet. */
  SteppedAgent() throws Exception {
    this.state = Scratch.folder("state");
    Agent agent =
        new Agent(
            new AgentSettings(state, Duration.ofMinutes(1)),
            new Orders(),
            Kernel::open,
            inbox,
            this::tell);
    // a thread is born in the namespace of its parent
    this.thread = Thread.ofPlatform().daemon().name("agent").start(() -> work(agent));
    order(Optional.empty());
  }

  /** A round with a new plan. */
  Taken take(NodePlanSpec plan) throws InterruptedException {
    generation++;
    order(Optional.of(new PlanNews.Plan(generation, plan, List.of())));
    return awaitRound();
  }

  /** A round in which the agent only looks whether all is still as it should be. */
  Taken drift() throws InterruptedException {
    order(Optional.empty());
    return awaitRound();
  }

  private void order(Optional<PlanNews> news) throws InterruptedException {
    while (!orders.offer(news, 1, TimeUnit.SECONDS)) {
      mustBeAlive();
    }
  }

  private Taken awaitRound() throws InterruptedException {
    while (true) {
      Taken taken = rounds.poll(1, TimeUnit.SECONDS);
      if (taken != null) {
        return taken;
      }
      mustBeAlive();
    }
  }

  private void mustBeAlive() {
    if (!thread.isAlive()) {
      throw new IllegalStateException("the agent has ended", end);
    }
  }

  private void work(Agent agent) {
    try {
      agent.run();
    } catch (RuntimeException | Error e) {
      end = e;
    }
  }

  private void tell(Round round) {
    long nanos = System.nanoTime() - began;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    try {
      rounds.put(new Taken(round, nanos, allocated));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Source of the agent's plans, which the bench sets. */
  private final class Orders implements PlanSource {
    private Consumer<PlanNews> taker = _ -> {};

    @Override
    public void begin(Consumer<PlanNews> news) {
      taker = news;
    }

    /** The agent waits here until it is told what is next. */
    @Override
    public void turn() {
      try {
        Optional<PlanNews> news = orders.take();
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        began = System.nanoTime();
        news.ifPresentOrElse(taker, () -> inbox.wakeAfter(Deadline.LOOK, Duration.ZERO));
      } catch (InterruptedException e) {
        // the agent ends with its next wait
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void report(NodePlanStatus status) {}

    @Override
    public void close() {}
  }
}
