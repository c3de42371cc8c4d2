package dev.lvs.agent;

import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.News;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.ledger.LedgerException;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.report.DrainWatch;
import dev.lvs.agent.report.Measured;
import dev.lvs.agent.report.StatusFile;
import dev.lvs.agent.report.StatusReport;
import dev.lvs.agent.retry.Backoff;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.round.NodeAccess;
import dev.lvs.agent.round.Occasion;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.round.RoundLog;
import dev.lvs.agent.round.Rounds;
import dev.lvs.agent.round.UnfitNodeException;
import dev.lvs.agent.round.UnusablePlanException;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the agent's reconcile loop: on news ({@link Inbox}), and at intervals without, it observes
 * the kernel and brings it to the state that the plan wants.
 *
 * <p>Everything happens on the thread that calls {@link #run}, which also opens the sockets: the
 * network namespace of that thread is the one that is managed. Until there is a plan nothing is
 * changed, and the end of the agent leaves the kernel as it is.
 */
public final class Agent implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Longest time between turns of the loop, if only to show that it lives. */
  private static final Duration TURN = Duration.ofSeconds(5);

  /** Shortest interval at which connections of destinations that are drained are counted. */
  private static final Duration COUNTING = Duration.ofMillis(500);

  /** Tries of one round whose answers were lost, where there is no other round. */
  private static final int TRIES = 3;

  private final AgentSettings settings;
  private final PlanSource source;
  private final Inbox inbox;
  private final Consumer<Round> listener;
  private final NodeAccess node;
  private final Rounds rounds;
  private final StatusFile file;
  private final RoundLog log = new RoundLog();
  private final DrainWatch drains = new DrainWatch(Clock.systemUTC());
  private final StatusReport status = new StatusReport(Clock.systemUTC(), Version.TEXT);
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Tidying tidying = new Tidying(System::gc);
  private final Vitals vitals;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closed;
  private boolean begun;

  /** Whether nothing was ours at the start, so that all that is came by plans of this agent. */
  private boolean hadNothing;

  /** Life of the kernel that the ledger is about, since this agent has it. */
  private @Nullable KernelLife life;

  private List<String> notices = List.of();
  private Optional<Plan> plan = Optional.empty();
  private Optional<Unreadable> unreadable = Optional.empty();
  private Inputs inputs = Inputs.NONE;
  private Occasion occasion = Occasion.DRIFT;
  private Optional<Plan> lastGood = Optional.empty();
  private @Nullable NodePlanStatus reported;

  /**
   * An agent that is not yet at work.
   *
   * @param source closed together with the agent
   * @param openKernel called by the thread that runs the agent, again after the way to the kernel
   *     broke
   * @param listener told of every round, by the thread that runs the agent
   */
  public Agent(
      AgentSettings settings,
      PlanSource source,
      Supplier<Kernel> openKernel,
      Consumer<Round> listener) {
    this(settings, source, openKernel, new Inbox(SteadyClock.STEADY, List.of()), listener);
  }

  /**
   * The same that hears of more than plans.
   *
   * @param inbox with its producers, which begin when the agent has the node for itself; closed
   *     together with the agent
   */
  public Agent(
      AgentSettings settings,
      PlanSource source,
      Supplier<Kernel> openKernel,
      Inbox inbox,
      Consumer<Round> listener) {
    this.settings = settings;
    this.inbox = inbox;
    this.source = source;
    this.listener = listener;
    this.node = new NodeAccess(openKernel, settings.stateDirectory());
    this.file = new StatusFile(settings.stateDirectory(), settings.driftInterval());
    this.rounds = new Rounds(node, inbox.clock(), source::servers);
    this.vitals = new Vitals(inbox.clock());
  }

  /**
   * Looks after the kernel until {@link #close}.
   *
   * @throws UnfitNodeException when nothing of the plan can be carried out here
   * @throws LedgerException when the ledger cannot be opened at the start
   */
  @Override
  public void run() {
    try (node;
        source;
        inbox) {
      while (!closed && !begun) {
        ended.await(pauseAfterBegin().toNanos(), TimeUnit.NANOSECONDS);
      }
      if (!closed) {
        inbox.begin();
        source.begin(inbox::put);
        inbox.wakeAfter(Deadline.LOOK, Duration.ZERO);
      }
      while (!closed) {
        News news = next();
        if (!closed && news.wantsRound()) {
          act(news);
        } else if (!closed && reported != null && !reported.leases().equals(inbox.leases())) {
          report(reported);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Carries out the first plan, and ends.
   *
   * @param patience how long to wait for it
   * @return empty when there is none
   * @throws UnfitNodeException when nothing of the plan can be carried out here
   * @throws LedgerException when the ledger cannot be opened or written
   * @throws TransportException when the way to the kernel is broken
   */
  public Optional<Round> runOnce(Duration patience) throws InterruptedException {
    try (node;
        source;
        inbox) {
      begin();
      source.begin(inbox::put);
      inbox.wakeAfter(Deadline.LOOK, patience);
      News news = next();
      while (!closed && !news.wantsRound()) {
        news = next();
      }
      if (news.plan().orElse(null) instanceof Unreadable none) {
        refuse(none);
      }
      inputs = news.over(inputs);
      if (!(news.plan().orElse(null) instanceof Plan first)) {
        return Optional.empty();
      }
      occasion = Occasion.PLAN;
      Round round = round(first);
      for (int tries = 1; !round.isCertain() && tries < TRIES; tries++) {
        round = round(first);
      }
      source.seenTo(first);
      return Optional.of(round);
    }
  }

  /** Waits for news, or for the next turn without. */
  private News next() throws InterruptedException {
    inbox.wakeAfter(Deadline.TURN, TURN);
    vitals.turn();
    source.turn();
    return inbox.take();
  }

  /** Ends the agent from any thread, after the round that is under way. */
  @Override
  public void close() {
    closed = true;
    ended.countDown();
    inbox.close();
    source.close();
  }

  /**
   * Comes before anything is read or written: only who has the ledger may write in its directory.
   */
  private void begin() {
    List<Missing> missing = node.kernel().missing();
    try {
      UnfitNodeException.unlessPrivileged(missing);
    } catch (UnfitNodeException e) {
      report(status.unfit(missing));
      throw e;
    }
    Ledger ledger = node.ledger();
    if (settings.takeBack()) {
      ledger.takeBack(node.kernel().marked());
    }
    hadNothing = ledger.ownership().isEmpty();
    notices = ledger.notices();
    notices.forEach(LOG::warn);
    file.begin();
    life = node.kernel().life();
    status.note(notices);
    begun = true;
  }

  /**
   * Returns what is wrong with the memory of this node, though it can go on: sentences for the
   * user.
   */
  public List<String> notices() {
    return notices;
  }

  /** Returns what says whether it is alive and has begun. */
  public Vitals vitals() {
    return vitals;
  }

  /** Returns how long to wait before the next try to begin; nothing where that is done. */
  private Duration pauseAfterBegin() {
    vitals.turn();
    try {
      begin();
      backoff.afterSuccess();
      return Duration.ZERO;
    } catch (TransportException e) {
      return pauseAfterFailure("KernelUnreachable", e);
    }
  }

  /** Does what is to be done now, and sets the time of the next look. */
  private void act(News news) {
    news.plan().ifPresentOrElse(this::take, tidying::inQuiet);
    Inputs before = inputs;
    inputs = news.over(before);
    if (occasion == Occasion.DRIFT
        && (!inputs.equals(before) || news.due().contains(Deadline.PLAN))) {
      occasion = Occasion.SITUATION;
    }
    inbox.wakeAfter(Deadline.LOOK, pauseAfterRound());
    news.plan().ifPresent(source::seenTo);
  }

  /** Makes a round, if there is a plan, and says how long to wait before the next look. */
  private Duration pauseAfterRound() {
    try {
      if (plan.isEmpty()) {
        if (source.hasNoPlan()) {
          vitals.settle();
        }
        stillTheSame();
        return settings.driftInterval();
      }
      Round round = round(plan.get());
      if (round.isCertain()) {
        vitals.settle();
        backoff.afterSuccess();
        return settings.driftInterval();
      }
      return backoff.afterFailure();
    } catch (TransportException e) {
      return pauseAfterFailure("KernelUnreachable", e);
    } catch (LedgerException e) {
      return pauseAfterFailure("LedgerUnusable", e);
    } catch (UnusablePlanException e) {
      refuse(new Unreadable(plan.get().generation(), String.valueOf(e.getMessage())));
      plan = lastGood;
      return settings.driftInterval();
    }
  }

  private void take(PlanNews news) {
    switch (news) {
      case Plan next -> {
        // the same again, where only what is said of its manifests is other, or they are back
        if (plan.filter(
                now -> now.generation() == next.generation() && now.spec().equals(next.spec()))
            .isEmpty()) {
          occasion = Occasion.PLAN;
        }
        plan = Optional.of(hadNothing ? next.removingTheRest() : next);
        unreadable = Optional.empty();
        tidying.afterPlan();
      }
      case Unreadable next -> refuse(next);
    }
  }

  /** A plan that cannot be had leaves the last good one in force. */
  private void refuse(Unreadable next) {
    LOG.error(
        "{} {}",
        next.message(),
        plan.isPresent()
            ? "The last good plan stays in force."
            : "Nothing is done until there is a plan.");
    unreadable = Optional.of(next);
    report(status.unreadable(next));
  }

  private Round round(Plan current) {
    inputs = inbox.prepare(current.spec(), inputs);
    Round round = rounds.carryOut(current, inputs, occasion == Occasion.PLAN);
    inbox.afterRound(round.took());
    inbox.wakeAt(Deadline.PLAN, round.before().desired().goodUntil());
    if (round.before().isDraining()) {
      inbox.wakeAfter(Deadline.DRAIN, COUNTING);
    }
    lastGood = Optional.of(current);
    tidying.afterRound(round.outcomes().size());
    log.write(round, occasion);
    occasion = Occasion.DRIFT;
    Measured measured =
        new Measured(
            round.localPorts(),
            inputs.health(),
            drains.look(
                current.spec(),
                round.before().situation(),
                round.before().desired().state().services()),
            inputs.holding().left(),
            round.before().lingering());
    report(status.of(round.findings(), measured, unreadable));
    listener.accept(round);
    if (round.isFutile()) {
      throw new UnfitNodeException(round.before().missing());
    }
    return round;
  }

  /** Says what is new: a status that is written with every round would be an event every second. */
  private void report(NodePlanStatus found) {
    NodePlanStatus next = found.saying(inbox.leases()).sayingOfVrrp(inbox.vrrp());
    if (life != null) {
      file.write(next, life);
    }
    if (!next.equals(reported)) {
      source.report(next);
      reported = next;
    }
  }

  /** There is nothing to do, and somebody may look whether this agent is alive. */
  private void stillTheSame() {
    NodePlanStatus same = reported;
    if (same != null) {
      report(same);
    }
  }

  private Duration pauseAfterFailure(String reason, RuntimeException failure) {
    node.close();
    Duration pause = backoff.afterFailure();
    inbox.holdEvents(pause);
    String message = String.valueOf(failure.getMessage());
    log.broken(message, pause);
    report(status.broken(reason, message));
    return pause;
  }
}
