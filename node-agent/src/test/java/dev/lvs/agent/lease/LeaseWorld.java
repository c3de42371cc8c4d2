package dev.lvs.agent.lease;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Simulated directors of one group, their kernels, network and API server, with a time of its own
 * in nanoseconds. The same seed is the same course of things.
 */
final class LeaseWorld {
  static final long MS = 1_000_000L;
  static final long SECOND = 1000 * MS;

  /** A course is told by its last happenings. */
  private static final int REMEMBERED = 160;

  private record Happening(long time, long order, Runnable what) {}

  final Random random;
  final Set<LeaseFaults> faults;
  final SimulatedApi api = new SimulatedApi();
  final List<SimulatedDirector> directors = new ArrayList<>();

  /** Whether directors hear each other's ARP. */
  boolean hearing = true;

  /** No fault begins any more. */
  boolean calm;

  /** Of a request or an answer where nothing is wrong. */
  long delay = 100 * MS;

  private final PriorityQueue<Happening> happenings =
      new PriorityQueue<>(
          Comparator.comparingLong(Happening::time).thenComparingLong(Happening::order));
  private final Deque<String> course = new ArrayDeque<>();
  private long now;
  private long order;
  private long openSince;
  private long darkSince = -1;
  private long longestDark;
  private long overlap;
  private long overlapSince = -1;
  private int moves;
  private Optional<SimulatedDirector> lastOpen = Optional.empty();

  LeaseWorld(long seed, int count, Timing timing, ApiOutage outage, Set<LeaseFaults> faults) {
    this.random = new Random(seed);
    this.faults = faults;
    for (int i = 0; i < count; i++) {
      directors.add(new SimulatedDirector(this, i, timing, outage));
    }
  }

  long now() {
    return now;
  }

  void after(long time, Runnable what) {
    happenings.add(new Happening(now + Math.max(0, time), order++, what));
  }

  void run(Duration time) {
    long end = now + time.toNanos();
    while (!happenings.isEmpty() && happenings.peek().time() <= end) {
      Happening next = happenings.remove();
      look(next.time());
      now = next.time();
      next.what().run();
      look(now);
    }
    look(end);
    now = end;
  }

  /** A number from 0 to below. */
  long pick(long below) {
    return below <= 0 ? 0 : random.nextLong(below);
  }

  /** Returns whether something that goes wrong once in so many times does so now. */
  boolean strikes(LeaseFaults fault, int once) {
    return !calm && faults.contains(fault) && random.nextInt(once) == 0;
  }

  /** One more fault every few seconds, until it is calm. */
  void trouble(List<Runnable> troubles) {
    after(
        200 * MS + pick(4 * SECOND),
        () -> {
          if (!calm && !troubles.isEmpty()) {
            troubles.get(random.nextInt(troubles.size())).run();
            trouble(troubles);
          }
        });
  }

  void say(String what) {
    course.addLast("%9.3f %s".formatted(now / (double) SECOND, what));
    if (course.size() > REMEMBERED) {
      course.removeFirst();
    }
  }

  List<SimulatedDirector> open() {
    return directors.stream().filter(one -> one.gate().isOpen(now)).toList();
  }

  /** Gates open between two happenings only by one, but they close by time. */
  private void look(long at) {
    long before = now;
    now = at;
    List<SimulatedDirector> open = open();
    now = before;
    if (open.size() > 1 && overlapSince < 0) {
      overlapSince = at;
      say("TWO ARE OPEN: " + open.stream().map(SimulatedDirector::name).toList());
    } else if (open.size() <= 1 && overlapSince >= 0) {
      overlap = Math.max(overlap, at - overlapSince);
      overlapSince = -1;
    }
    if (open.size() > 1) {
      overlap = Math.max(overlap, Math.max(1, at - overlapSince));
    }
    if (open.isEmpty()) {
      darkSince = darkSince < 0 ? at : darkSince;
      longestDark = Math.max(longestDark, at - darkSince);
    } else {
      darkSince = -1;
      SimulatedDirector one = open.getFirst();
      if (lastOpen.filter(last -> last == one).isEmpty()) {
        moves += lastOpen.isPresent() ? 1 : 0;
        lastOpen = Optional.of(one);
        openSince = at;
      }
    }
  }

  /** Begins to count what {@link #longestDark} and {@link #moves} tell. */
  void count() {
    longestDark = 0;
    moves = 0;
    darkSince = open().isEmpty() ? now : -1;
  }

  Duration longestDark() {
    return Duration.ofNanos(longestDark);
  }

  /** Returns how long two gates were open at once at most; zero where they never were. */
  Duration overlap() {
    return Duration.ofNanos(overlap);
  }

  int moves() {
    return moves;
  }

  Duration openFor() {
    return Duration.ofNanos(now - openSince);
  }

  /** Another director that answers for the addresses, as far as one of them can hear it. */
  Optional<SimulatedDirector> answering(SimulatedDirector asking) {
    return hearing
        ? directors.stream().filter(one -> one != asking && one.gate().isOpen(now)).findFirst()
        : Optional.empty();
  }

  /** The others hear an announcement, if it got out. */
  void announce(SimulatedDirector from) {
    if (hearing && from.gate().isOpen(now)) {
      tell(from, other -> other.event(new LeaseEvent.Heard(from.name())));
    }
  }

  private void tell(SimulatedDirector from, Consumer<SimulatedDirector> what) {
    directors.stream().filter(one -> one != from).forEach(one -> after(MS, () -> what.accept(one)));
  }

  /** Returns what happened last, for people. */
  String course() {
    return course.stream().collect(Collectors.joining("\n"));
  }
}
