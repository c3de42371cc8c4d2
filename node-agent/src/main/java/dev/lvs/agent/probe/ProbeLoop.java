package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.Poll;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Probes servers on their schedules, all on the thread that calls {@link #run}.
 *
 * <p>One probe of a check is under way at a time. The first ones are spread over the interval, or
 * over seconds where that is long, and the second ones over the interval, so that a thousand
 * servers are not asked in the same millisecond. A probe that times out while this process was
 * stalled (it was stopped, or the node is out of CPU time) is not counted against the server: bytes
 * that arrived meanwhile count, and if none did, the probe is inconclusive.
 */
public final class ProbeLoop implements Runnable, AutoCloseable {
  /** Bytes that one read takes; a longer answer takes several. */
  private static final int BUFFER = 16 * 1024;

  /** Longest wait for the first probe of a check, however long its interval is. */
  private static final Duration FIRST = Duration.ofSeconds(5);

  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Listener listener;
  private final Poll poll = new Poll();
  private final ProbeConnection.Wires wires =
      ProbeConnection.Wires.of(poll, ByteBuffer.allocateDirect(BUFFER));
  private final AtomicReference<@Nullable Set<ScheduledCheck>> ordered = new AtomicReference<>();
  private final Map<ScheduledCheck, Entry> entries = new HashMap<>();
  private final List<@Nullable Entry> places = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private int turns;
  private volatile Map<Long, String> closedMarks = Map.of();
  private volatile boolean closed;

  /** Takes results, on the thread of the loop. */
  @FunctionalInterface
  public interface Listener {
    /** Takes the result of one probe of a check. */
    void take(ScheduledCheck check, ProbeResult result);
  }

  /** Timer of a check: its next probe, or the end of the one under way. */
  private record Alarm(long at, Entry entry, int turn) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.signum(at - other.at);
    }
  }

  /** A check and its probe that is under way. */
  private static final class Entry {
    final ScheduledCheck check;
    final int place;

    /** Changes with every probe and pause: an alarm or event of an earlier one is void. */
    int turn;

    long started;

    /** Whether the first probe is still to come, or under way. */
    boolean first = true;

    @Nullable RunningProbe probe;

    Entry(ScheduledCheck check, int place) {
      this.check = check;
      this.place = place;
    }
  }

  /**
   * Makes a loop that probes nothing yet.
   *
   * @throws dev.lvs.agent.netlink.TransportException when no file descriptor is left
   */
  public ProbeLoop(Listener listener) {
    this.listener = listener;
  }

  /**
   * Has exactly these servers probed from now on; from any thread. Those that were probed before go
   * on as they are.
   */
  public void probe(Collection<ScheduledCheck> checks) {
    ordered.set(Set.copyOf(checks));
    poll.wake();
  }

  /**
   * Has no probe begin by some firewall marks from now on, for which nothing stands that would send
   * it where it is to go; from any thread.
   *
   * @param reasons in words, by mark
   */
  public void hold(Map<Long, String> reasons) {
    closedMarks = Map.copyOf(reasons);
  }

  /** Probes until {@link #close}, in the network namespace of the calling thread. */
  @Override
  public void run() {
    try {
      while (!closed) {
        takeOrder();
        poll.await(untilNextAlarm(), this::ready);
        long now = System.nanoTime();
        drain();
        ring(now);
      }
    } finally {
      entries.values().forEach(ProbeLoop::hangUp);
      wires.routes().close();
      poll.close();
    }
  }

  /** Ends the loop from any thread; probes under way give no result. */
  @Override
  public void close() {
    closed = true;
    poll.wake();
  }

  /**
   * Takes all that came until now: an answer that is there counts before the end of its time does.
   * Not more than every connection once, or one that never ends would end the others.
   */
  private void drain() {
    int rounds = 1 + places.size() / Poll.MOST;
    while (rounds-- > 0 && poll.await(Duration.ZERO, this::ready)) {}
  }

  private Duration untilNextAlarm() {
    Alarm next = alarms.peek();
    return next == null ? IDLE : Duration.ofNanos(Math.max(0, next.at() - System.nanoTime()));
  }

  private void takeOrder() {
    Set<ScheduledCheck> checks = ordered.getAndSet(null);
    if (checks == null) {
      return;
    }
    Iterator<Entry> held = entries.values().iterator();
    while (held.hasNext()) {
      Entry entry = held.next();
      if (!checks.contains(entry.check)) {
        hangUp(entry);
        entry.turn = ++turns;
        places.set(entry.place, null);
        free.add(entry.place);
        held.remove();
      }
    }
    long now = System.nanoTime();
    for (ScheduledCheck check : checks) {
      if (!entries.containsKey(check)) {
        Entry entry = new Entry(check, place());
        places.set(entry.place, entry);
        entries.put(check, entry);
        long spread = Math.min(check.schedule().interval().toNanos(), FIRST.toNanos());
        sleep(entry, now + ThreadLocalRandom.current().nextLong(spread));
      }
    }
  }

  private int place() {
    if (free.isEmpty()) {
      places.add(null);
      return places.size() - 1;
    }
    return free.removeLast();
  }

  private void ring(long now) {
    for (Alarm next = alarms.peek(); next != null && next.at() - now <= 0; next = alarms.peek()) {
      alarms.remove();
      if (next.turn() != next.entry().turn) {
        continue;
      }
      RunningProbe probe = next.entry().probe;
      if (probe == null) {
        start(next.entry(), now);
      } else {
        long late = now - next.at();
        boolean heldUp = late > next.entry().check.schedule().timeout().toNanos() / 2;
        finish(
            next.entry(),
            heldUp
                ? new ProbeResult.Inconclusive(
                    "this agent was held up for " + late / 1_000_000 + " ms")
                : probe.timedOut());
      }
    }
  }

  private void start(Entry entry, long now) {
    entry.turn = ++turns;
    entry.started = now;
    ScheduledCheck check = entry.check;
    Optional<String> obstacle = obstacle(check.target());
    if (obstacle.isPresent()) {
      finish(entry, new ProbeResult.Inconclusive(obstacle.get()));
      return;
    }
    long token = (long) entry.place << Integer.SIZE | Integer.toUnsignedLong(entry.turn);
    BegunProbe begun =
        switch (check.checker()) {
          case Checker asking -> ProbeConnection.open(wires, check.target(), asking, token);
          case LocalChecker local -> local.begin(check.target(), poll, token);
        };
    switch (begun) {
      case BegunProbe.UnderWay(var probe) -> {
        entry.probe = probe;
        alarms.add(new Alarm(now + check.schedule().timeout().toNanos(), entry, entry.turn));
      }
      case BegunProbe.Over(var result) -> finish(entry, result);
    }
  }

  private Optional<String> obstacle(Target target) {
    return target
        .detour()
        .flatMap(
            detour ->
                switch (detour) {
                  case Detour.None(var reason) -> Optional.of(reason);
                  case Detour.Marked(var mark, var _, var _) ->
                      Optional.ofNullable(closedMarks.get(mark));
                });
  }

  private void ready(long token) {
    Entry entry = places.get((int) (token >>> Integer.SIZE));
    if (entry == null || entry.turn != (int) token || entry.probe == null) {
      return;
    }
    ProbeResult result = entry.probe.ready();
    if (result != null) {
      finish(entry, result);
    }
  }

  private void finish(Entry entry, ProbeResult result) {
    hangUp(entry);
    Schedule schedule = entry.check.schedule();
    long pause =
        result instanceof ProbeResult.Failed && !schedule.retry().isZero()
            ? schedule.retry().toNanos()
            : schedule.interval().toNanos();
    if (entry.first) {
      entry.first = false;
      pause -= ThreadLocalRandom.current().nextLong(1 + pause / 2);
    }
    long jitter = schedule.jitter().toNanos();
    long chance = jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(jitter + 1);
    // not before now: a loop that was held up does not catch up what it missed
    sleep(entry, Math.max(System.nanoTime(), entry.started + pause + chance));
    listener.take(entry.check, result);
  }

  private void sleep(Entry entry, long until) {
    entry.turn = ++turns;
    alarms.add(new Alarm(until, entry, entry.turn));
  }

  private static void hangUp(Entry entry) {
    if (entry.probe != null) {
      entry.probe.close();
      entry.probe = null;
    }
  }
}
