package dev.lvs.agent.inbox;

import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.VrrpReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest news of each sort until the loop takes them all at once, and wakes it.
 *
 * <p>Thread-safe: any thread puts news in, one takes them out.
 */
public final class Inbox implements AutoCloseable {
  /** Of one wait in the virtual machine; then it waits on. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final InstantSource clock;
  private final List<Producer> producers;

  private @Nullable PlanNews plan;
  private @Nullable Supplier<Health> health;
  private @Nullable Holding holding;
  private @Nullable DrainOrders orders;
  private final Set<KernelEvent> kernel = EnumSet.noneOf(KernelEvent.class);
  private final Map<Deadline, Instant> deadlines = new EnumMap<>(Deadline.class);
  private final EventPace pace = new EventPace();
  private Instant eventsFrom = Instant.MIN;

  /** Whether an event came that could not wake the loop at once. */
  private boolean crowded;

  private boolean closed;

  /**
   * An empty one.
   *
   * @param clock of the deadlines; one that nobody sets
   * @param producers who bring news, closed together with the inbox
   */
  public Inbox(InstantSource clock, List<Producer> producers) {
    this.clock = clock;
    this.producers = List.copyOf(producers);
  }

  /** Has the producers start. */
  public void begin() {
    producers.forEach(producer -> producer.begin(this));
  }

  /**
   * Has the producers know the plan that a round is about to carry out.
   *
   * @param before what was decided until now
   * @return what is decided for that round
   */
  public Inputs prepare(NodePlanSpec next, Inputs before) {
    producers.forEach(producer -> producer.prepare(next));
    Supplier<Health> counted;
    Inputs inputs = before;
    synchronized (this) {
      counted = health;
      health = null;
      if (holding != null) {
        inputs = before.with(holding);
        holding = null;
      }
    }
    return counted == null ? inputs : inputs.with(counted.get());
  }

  /** Returns what the producers report of Leases. */
  public List<LeaseReport> leases() {
    return producers.stream().flatMap(producer -> producer.leases().stream()).toList();
  }

  /** Returns what the producers report of VRRP. */
  public List<VrrpReport> vrrp() {
    return producers.stream().flatMap(producer -> producer.vrrp().stream()).toList();
  }

  /** The clock of the deadlines. */
  public InstantSource clock() {
    return clock;
  }

  public synchronized void put(PlanNews news) {
    plan = news;
    notifyAll();
  }

  public void put(Health news) {
    put(() -> news);
  }

  /**
   * Health that is counted when it is taken: with thousands of servers that costs more than all the
   * results which come meanwhile.
   *
   * @param news called by the thread that takes, outside of the inbox's lock
   */
  public synchronized void put(Supplier<Health> news) {
    health = news;
    notifyAll();
  }

  public synchronized void put(Holding news) {
    holding = news;
    notifyAll();
  }

  public synchronized void put(DrainOrders news) {
    orders = news;
    notifyAll();
  }

  /** Events of a sort that is in already wake nobody once more. */
  public synchronized void put(KernelEvent event) {
    crowded |= clock.instant().isBefore(eventsFrom);
    if (kernel.add(event)) {
      notifyAll();
    }
  }

  /** Has the loop wake up after a time; of each deadline only the last setting counts. */
  public synchronized void wakeAfter(Deadline deadline, Duration time) {
    wakeAt(deadline, Optional.of(clock.instant().plus(time)));
  }

  /**
   * Has the loop wake up at a time.
   *
   * @param time empty for never
   */
  public synchronized void wakeAt(Deadline deadline, Optional<Instant> time) {
    time.ifPresentOrElse(at -> deadlines.put(deadline, at), () -> deadlines.remove(deadline));
    notifyAll();
  }

  /** Returns how long it is until a deadline; empty where it is not set. */
  public synchronized Optional<Duration> until(Deadline deadline) {
    return Optional.ofNullable(deadlines.get(deadline))
        .map(at -> Duration.between(clock.instant(), at));
  }

  /**
   * A round is over: events of the kernel wake the loop again after a pause ({@link EventPace}).
   * They are kept until then, and nothing else waits.
   *
   * @param took how long it took
   */
  public synchronized void afterRound(Duration took) {
    holdEvents(pace.after(crowded, took));
    crowded = false;
  }

  /** Has events of the kernel wait for so long. */
  public synchronized void holdEvents(Duration time) {
    eventsFrom = clock.instant().plus(time);
  }

  /**
   * Takes everything out, and waits for something while the inbox is open. Events come along with
   * whatever else there is, also before they may wake anybody.
   */
  public News take() throws InterruptedException {
    await();
    return rest(takenHealth().map(Supplier::get));
  }

  private synchronized void await() throws InterruptedException {
    while (!closed) {
      Duration left = left();
      if (!left.isPositive()) {
        return;
      }
      // rounded up, so that the last part of a millisecond is not spent in a busy loop
      wait(left.toMillis() + 1);
    }
  }

  private synchronized Optional<Supplier<Health>> takenHealth() {
    Optional<Supplier<Health>> taken = Optional.ofNullable(health);
    health = null;
    return taken;
  }

  private synchronized News rest(Optional<Health> counted) {
    News news =
        new News(
            Optional.ofNullable(plan),
            counted,
            Optional.ofNullable(holding),
            Optional.ofNullable(orders),
            kernel,
            due());
    plan = null;
    holding = null;
    orders = null;
    kernel.clear();
    deadlines.keySet().removeAll(news.due());
    return news;
  }

  /** Returns how long it is until there is something to take. */
  synchronized Duration left() {
    if (plan != null || health != null || holding != null || orders != null) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    Instant first = now.plus(LONGEST_WAIT);
    for (Instant deadline : deadlines.values()) {
      first = deadline.isBefore(first) ? deadline : first;
    }
    if (!kernel.isEmpty() && eventsFrom.isBefore(first)) {
      first = eventsFrom;
    }
    return Duration.between(now, first);
  }

  private Set<Deadline> due() {
    Instant now = clock.instant();
    Set<Deadline> due = EnumSet.noneOf(Deadline.class);
    deadlines.forEach(
        (deadline, at) -> {
          if (!at.isAfter(now)) {
            due.add(deadline);
          }
        });
    return due;
  }

  /** Ends the producers, and wakes whoever waits: nothing more will come. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    producers.forEach(Producer::close);
  }
}
