package dev.lvs.agent.lease;

import static dev.lvs.agent.lease.LeaseWorld.MS;
import static dev.lvs.agent.lease.LeaseWorld.SECOND;

import dev.lvs.agent.lease.SimulatedGate.Acknowledged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/** One simulated node: its clock, its kernel, its way to the API server, and its processes. */
final class SimulatedDirector {
  private final LeaseWorld world;
  private final int index;
  private final SimulatedGate gate = new SimulatedGate();
  private final double rate;
  private final ApiOutage outage;
  private Timing timing;
  private Optional<String> unfit = Optional.empty();
  private int boots;
  private int processes;
  private AgentRun process;
  private long cutUntil;
  private long lastStall = Long.MIN_VALUE / 2;

  SimulatedDirector(LeaseWorld world, int index, Timing timing, ApiOutage outage) {
    this.world = world;
    this.index = index;
    this.timing = timing;
    this.outage = outage;
    this.rate = 1 + (world.random.nextDouble() * 2 - 1) * Timing.RATE_ERROR;
    this.process = new AgentRun();
    world.api.watch(version -> process.watched(version));
    world.after(0, this::start);
    world.after(SECOND, this::canary);
  }

  String name() {
    return "n" + index;
  }

  LeaseHolder.Director identity() {
    return new LeaseHolder.Director(name(), "boot" + boots);
  }

  SimulatedGate gate() {
    return gate;
  }

  LeaseState state() {
    return process.state;
  }

  boolean isAlive() {
    return process.alive;
  }

  void event(LeaseEvent event) {
    process.event(event);
  }

  /** A new process, which finds what a former one left in the kernel. */
  void start() {
    process.alive = false;
    begin();
  }

  private void begin() {
    process = new AgentRun();
    process.begin();
  }

  /**
   * A second one while the first stands still, which then does what it was about to. More it does
   * not get to do: it finds that its lock on the node is gone.
   */
  void second() {
    AgentRun first = process;
    first.stillUntil = world.now() + world.pick(20 * SECOND);
    first.isGhost = true;
    first.events.clear();
    world.say(name() + " has a second process, the first wakes up later");
    begin();
  }

  void kill(long away) {
    world.say(name() + " kill -9, away for " + away / MS + " ms");
    process.alive = false;
    world.after(away, this::start);
  }

  void crash(long away) {
    world.say(name() + " is lost, away for " + away / MS + " ms");
    process.alive = false;
    gate.clear();
    boots++;
    world.after(away, this::start);
  }

  void stop(long away) {
    if (process.alive) {
      world.say(name() + " SIGTERM");
      process.away = away;
      process.event(new LeaseEvent.Stop());
    }
  }

  void still(long time) {
    world.say(name() + " stands still for " + time / MS + " ms");
    process.stillUntil = Math.max(process.stillUntil, world.now() + time);
  }

  /** The whole machine, for as long as the timing allows, and not twice in the life of a token. */
  void machineStill() {
    double rates = 2 * Timing.RATE_ERROR * Timing.RESTART.length().toNanos();
    Duration margin = timing.length().minus(timing.fence()).minus(Timing.LATENESS);
    long most = margin.toNanos() - (long) rates;
    if (world.now() - lastStall > 2 * Timing.RESTART.length().toNanos() && most > 0) {
      lastStall = world.now();
      long time = world.pick(most);
      world.say(name() + " as a machine stands still for " + time / MS + " ms");
      gate.late(time);
      process.stillUntil = Math.max(process.stillUntil, world.now() + time);
    }
  }

  void cut(long time) {
    world.say(name() + " is cut off for " + time / MS + " ms");
    cutUntil = Math.max(cutUntil, world.now() + time);
    world.after(time + MS, () -> process.watched(world.api.now()));
  }

  void mend() {
    cutUntil = world.now();
    process.stillUntil = Math.min(process.stillUntil, world.now());
    process.pump();
    process.watched(world.api.now());
  }

  boolean isCut() {
    return world.now() < cutUntil;
  }

  void unfit(Optional<String> why) {
    world.say(name() + " fit: " + why.isEmpty());
    unfit = why;
    process.event(told());
  }

  void profile(Timing next) {
    world.say(name() + " profile with length " + next.length());
    timing = next;
    process.event(told());
  }

  private LeaseEvent told() {
    return new LeaseEvent.Told(circumstances());
  }

  private Circumstances circumstances() {
    return new Circumstances(unfit, index, timing, outage, heir());
  }

  private Optional<String> heir() {
    return world.directors.stream()
        .filter(one -> one != this && one.process.alive && one.unfit.isEmpty())
        .map(SimulatedDirector::name)
        .findFirst();
  }

  private void canary() {
    if (process.alive && world.now() >= process.stillUntil) {
      world.announce(this);
    }
    world.after(SECOND, this::canary);
  }

  private Instant time() {
    return Instant.EPOCH.plusNanos((long) (world.now() * rate) + index * 1000L * SECOND);
  }

  /** In the world's time, how long it is until a time of this node's clock. */
  private long until(Instant time) {
    return (long) Math.ceil(Duration.between(time(), time).toNanos() / rate) + 1;
  }

  /** When a token of this lifetime runs out, by this node's clock and late as kernels are. */
  private long end(Duration lifetime) {
    return world.now() + (long) (lifetime.toNanos() / rate) + world.pick(Timing.LATENESS.toNanos());
  }

  /** One agent process: a queue of events, and acts that are done one after the other. */
  private final class AgentRun {
    private final int number = ++processes;
    private final LeaseEngine engine = new LeaseEngine(identity());
    private final Queue<LeaseEvent> events = new ArrayDeque<>();
    private LeaseState state = LeaseState.start(circumstances(), time());
    private boolean alive;
    private boolean isGhost;
    private boolean busy;
    private long stillUntil;
    private long away;
    private long tick;
    private long watchedUntil;

    void begin() {
      alive = true;
      gate.begin(number);
      world.say(name() + " starts process " + number);
      event(new LeaseEvent.Tick());
      watched(world.api.now());
    }

    void event(LeaseEvent event) {
      if (alive && !isGhost) {
        events.add(event);
        pump();
      }
    }

    private void pump() {
      if (!alive || busy || events.isEmpty()) {
        return;
      }
      if (world.strikes(LeaseFaults.STALL, 400)) {
        still(world.pick(60 * SECOND));
      }
      if (world.now() < stillUntil) {
        busy = true;
        world.after(stillUntil - world.now(), this::awake);
        return;
      }
      LeaseEvent event = events.remove();
      LeaseStep step = engine.step(state, event, time());
      state = step.state();
      if (!step.acts().isEmpty()) {
        world.say("%s %s -> %s".formatted(name(), event, step.acts()));
      }
      long next = until(step.wake());
      long mine = ++tick;
      world.after(
          next,
          () -> {
            if (mine == tick) {
              event(new LeaseEvent.Tick());
            }
          });
      busy = true;
      perform(step.acts(), 0);
    }

    private void awake() {
      busy = false;
      pump();
    }

    private void perform(List<LeaseAct> acts, int index) {
      if (!alive) {
        return;
      }
      if (index == acts.size()) {
        busy = false;
        pump();
        return;
      }
      if (world.strikes(LeaseFaults.STALL, 300)) {
        still(world.pick(60 * SECOND));
      }
      long pause = Math.max(stillUntil - world.now(), world.pick(2 * MS));
      world.after(
          pause,
          () -> {
            if (!alive) {
              return;
            }
            Acknowledged answer =
                world.strikes(LeaseFaults.REFUSED, 400)
                    ? Acknowledged.FAILED
                    : done(acts.get(index));
            if (answer == Acknowledged.FAILED) {
              world.say(name() + " is refused " + acts.get(index));
              events.add(new LeaseEvent.Failed("refused"));
              perform(acts, acts.size());
            } else {
              if (answer == Acknowledged.EXPIRED) {
                events.add(new LeaseEvent.Lapsed());
              }
              perform(acts, index + 1);
            }
          });
    }

    private Acknowledged done(LeaseAct act) {
      return switch (act) {
        case LeaseAct.Arm(long token, Duration fence) -> gate.arm(number, token, end(fence));
        case LeaseAct.Commit(long token) -> gate.commit(number, token);
        case LeaseAct.Close() -> gate.close(number);
        case LeaseAct.Extend(Duration fence) -> gate.extend(number, world.now(), end(fence));
        case LeaseAct.Shorten(Duration fence) -> gate.shorten(number, world.now(), end(fence));
        case LeaseAct.Put put ->
            send(
                put.request(),
                () -> world.api.put(put.on(), put.holder(), put.length(), put.transitions()));
        case LeaseAct.Create(long request, Duration length) ->
            send(request, () -> world.api.create(length));
        case LeaseAct.Read(long request) -> send(request, world.api::read);
        case LeaseAct.Probe(long request) -> probe(request);
        case LeaseAct.Announce() -> {
          world.announce(SimulatedDirector.this);
          yield Acknowledged.DONE;
        }
        case LeaseAct.Exit() -> {
          alive = false;
          world.after(away, SimulatedDirector.this::start);
          yield Acknowledged.DONE;
        }
      };
    }

    private Acknowledged send(long request, Supplier<LeaseReply> applied) {
      int restored = world.api.restored();
      if (!isCut() && !world.strikes(LeaseFaults.LOST, 12)) {
        world.after(
            delay(),
            () -> {
              if (restored != world.api.restored()) {
                return;
              }
              LeaseReply reply = applied.get();
              if (!isCut() && !world.strikes(LeaseFaults.LOST, 12)) {
                world.after(delay(), () -> event(new LeaseEvent.Replied(request, reply)));
              }
            });
      }
      if (world.strikes(LeaseFaults.LOST, 12)) {
        LeaseReply failed = new LeaseReply.Lost();
        world.after(delay(), () -> event(new LeaseEvent.Replied(request, failed)));
      }
      return Acknowledged.DONE;
    }

    private long delay() {
      if (world.strikes(LeaseFaults.SLOW, 60)) {
        return world.pick(40 * SECOND);
      }
      return world.strikes(LeaseFaults.SLOW, 4) ? world.pick(3 * SECOND) : world.pick(world.delay);
    }

    private Acknowledged probe(long request) {
      for (int i = 0; i < 5; i++) {
        boolean last = i == 4;
        world.after(
            i * 40L * MS,
            () -> {
              Optional<SimulatedDirector> other = world.answering(SimulatedDirector.this);
              if (other.isPresent()) {
                event(new LeaseEvent.Replied(request, new LeaseReply.Answered(other.get().name())));
              } else if (last) {
                event(new LeaseEvent.Replied(request, new LeaseReply.Silent()));
              }
            });
      }
      return Acknowledged.DONE;
    }

    /** In the order of the versions, however late, and now and then long ago. */
    private void watched(Optional<LeaseVersion> version) {
      long lag =
          world.strikes(LeaseFaults.STALE_WATCH, 20)
              ? world.pick(10 * SECOND)
              : world.pick(world.delay);
      watchedUntil = Math.max(watchedUntil, world.now() + lag);
      world.after(watchedUntil - world.now(), () -> deliver(version));
      if (world.strikes(LeaseFaults.STALE_WATCH, 20)) {
        List<Optional<LeaseVersion>> history = world.api.history();
        deliver(history.get(world.random.nextInt(history.size())));
      }
    }

    private void deliver(Optional<LeaseVersion> version) {
      if (!isCut()) {
        event(new LeaseEvent.Saw(version));
      }
    }
  }
}
