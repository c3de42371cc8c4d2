package dev.lvs.agent.failover;

import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.FenceAnswer;
import dev.lvs.agent.fence.Gate;
import dev.lvs.agent.fence.Slot;
import dev.lvs.agent.kernel.neighbour.Announcement;
import dev.lvs.agent.lease.ApiOutage;
import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseEngine;
import dev.lvs.agent.lease.LeaseEvent;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseState;
import dev.lvs.agent.lease.LeaseStep;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One group on this node: its state, and the acts on it. Used by the keeper's thread alone. */
final class HeldGroup {
  private static final Logger LOG = LoggerFactory.getLogger(HeldGroup.class);

  /** Of one address, by which a director that answers too notices. */
  private static final Duration CANARY = Duration.ofSeconds(1);

  private final String name;
  private final LeaseEngine engine;
  private final Ways ways;
  private final Deque<Instant> repeats = new ArrayDeque<>();
  private LeaseGroup group;
  private LeaseState state;
  private Optional<String> unfit;
  private Instant wake;
  private Instant canary;
  private Instant again;
  private Slot inForce = Slot.B;
  private boolean open;
  private final StationWatch watch;
  private final LeaseCounters counters;

  /** When the Lease was first seen with the holder that it has. */
  private Instant holderSince;

  /**
   * What a group acts on.
   *
   * @param later puts something into the keeper's queue, from any thread
   */
  record Ways(
      Fence fence, LeaseStore store, Neighbourhood network, InstantSource clock, Later later) {}

  /** The keeper's queue. */
  @FunctionalInterface
  interface Later {
    void run(Runnable what);
  }

  HeldGroup(String name, LeaseGroup group, LeaseEngine engine, Optional<String> unfit, Ways ways) {
    this.name = name;
    this.group = group;
    this.engine = engine;
    this.unfit = unfit;
    this.ways = ways;
    Instant now = ways.clock().instant();
    this.wake = now;
    this.canary = now;
    this.again = now;
    this.watch = new StationWatch(now);
    this.counters = new LeaseCounters(engine.self());
    this.holderSince = now;
    this.state = LeaseState.start(group.circumstances(unfit), now);
  }

  LeaseGroup group() {
    return group;
  }

  LeaseState state() {
    return state;
  }

  /** Whether the Lease names this director, as it was last seen. */
  boolean isNamed(LeaseHolder.Director self) {
    return state.view().version().map(LeaseVersion::holder).filter(self::equals).isPresent();
  }

  /**
   * Returns it as people are told of it.
   *
   * @param planned whether the plan has it still
   */
  GroupSight sight(boolean planned) {
    return GroupSight.of(
        name, state, engine.self(), planned, holderSince, watch.stations(), ways.clock().instant());
  }

  /** Returns what was counted of it. */
  LeaseCounts counts() {
    return counters.counts();
  }

  /** The MAC addresses by which this node answers for the VIPs. */
  List<String> macs() {
    return group.devices().values().stream()
        .distinct()
        .flatMap(device -> ways.network().mac(device).stream())
        .distinct()
        .sorted()
        .toList();
  }

  Optional<String> unfit() {
    return unfit;
  }

  boolean isOpen() {
    return state.isOpen(ways.clock().instant());
  }

  boolean isDone() {
    return state.isDone();
  }

  Instant wake() {
    Instant next = wake;
    for (Instant other : List.of(repeats.isEmpty() ? wake : repeats.peek(), open ? canary : wake)) {
      next = other.isBefore(next) ? other : next;
    }
    return next;
  }

  /** Has the engine know what the plan and the last round say. */
  void tell(LeaseGroup next, Optional<String> why) {
    if (!next.equals(group) || !why.equals(unfit)) {
      why.filter(reason -> !unfit.equals(why))
          .ifPresent(
              reason -> LOG.info("The VIPs of Lease {} are not served here: {}.", name, reason));
      group = next;
      unfit = why;
      event(new LeaseEvent.Told(group.circumstances(unfit)));
    }
  }

  void tick() {
    Instant now = ways.clock().instant();
    if (!now.isBefore(wake)) {
      event(new LeaseEvent.Tick());
    }
    while (!repeats.isEmpty() && !now.isBefore(repeats.peek())) {
      repeats.remove();
      announce(group.addresses());
    }
    if (isOpen() && !now.isBefore(canary)) {
      canary = now.plus(CANARY);
      boolean all = !now.isBefore(again);
      if (all) {
        again = now.plus(Announcement.PERIOD);
      }
      Collection<IpAddress> some =
          group.addresses().stream().limit(all ? Long.MAX_VALUE : 1).toList();
      announce(some);
      listen(now);
    }
  }

  /** Asks who else answers; without the API server often, since another may have taken them. */
  private void listen(Instant now) {
    boolean renewed =
        now.isBefore(state.opening().confirmed().plus(group.timing().renew().multipliedBy(3)));
    boolean often = state.circumstances().outage() == ApiOutage.HOLD && !renewed;
    List<IpAddress> asked =
        watch.due(group.addresses(), now, often ? CANARY : StationWatch.INTERVAL);
    if (!asked.isEmpty()) {
      ask(
          asked,
          stations ->
              stations.stream()
                  .findFirst()
                  .ifPresent(one -> event(new LeaseEvent.Heard(one.mac()))));
    }
  }

  /** Goes on once all interfaces were asked on; never where one of them could not be. */
  private void ask(Collection<IpAddress> asked, Consumer<List<AnsweringStation>> then) {
    Map<String, List<IpAddress>> byDevice = group.byDevice(asked);
    Set<String> silent = new HashSet<>(byDevice.keySet());
    List<AnsweringStation> heard = new ArrayList<>();
    byDevice.forEach(
        (device, its) ->
            ways.network()
                .ask(
                    its,
                    device,
                    stations ->
                        ways.later()
                            .run(
                                () -> {
                                  heard.addAll(stations);
                                  silent.remove(device);
                                  if (silent.isEmpty()) {
                                    watch.take(asked, heard);
                                    then.accept(heard);
                                  }
                                })));
  }

  void event(LeaseEvent first) {
    Queue<LeaseEvent> events = new ArrayDeque<>();
    events.add(first);
    while (!events.isEmpty()) {
      Instant now = ways.clock().instant();
      LeaseEvent event = events.remove();
      LeaseStep step = engine.step(state, event, now);
      counters.count(state, event, step, now);
      if (!holder(step.state()).equals(holder(state))) {
        holderSince = now;
      }
      state = step.state();
      wake = step.wake();
      for (LeaseAct act : step.acts()) {
        Optional<LeaseEvent> came = act(act);
        came.ifPresent(events::add);
        if (came.filter(LeaseEvent.Failed.class::isInstance).isPresent()) {
          break;
        }
      }
    }
    if (open != isOpen()) {
      open = !open;
      if (open) {
        watch.begin(ways.clock().instant());
      }
      LOG.info("The VIPs of Lease {} are {}.", name, open ? "here now" : "not here any more");
    }
  }

  private static Optional<LeaseHolder> holder(LeaseState state) {
    return state.view().version().map(LeaseVersion::holder);
  }

  private Optional<LeaseEvent> act(LeaseAct act) {
    LOG.debug("Lease {}: {}", name, act);
    return switch (act) {
      case LeaseAct.Arm(long _, Duration fence) -> done(gate -> gate.arm(inForce.other(), fence));
      case LeaseAct.Commit(long _) -> {
        Optional<LeaseEvent> failure = done(gate -> gate.commit(inForce.other()));
        inForce = failure.isEmpty() ? inForce.other() : inForce;
        yield failure;
      }
      case LeaseAct.Close() -> {
        repeats.clear();
        yield done(gate -> gate.close());
      }
      case LeaseAct.Extend(Duration fence) -> done(gate -> gate.extend(fence));
      case LeaseAct.Shorten(Duration fence) -> done(gate -> gate.shorten(fence));
      case LeaseAct.Put put -> {
        ways.store().put(name, put, reply -> answer(put.request(), reply));
        yield Optional.empty();
      }
      case LeaseAct.Create create -> {
        ways.store().create(name, create, reply -> answer(create.request(), reply));
        yield Optional.empty();
      }
      case LeaseAct.Read(long request) -> {
        ways.store().read(name, reply -> answer(request, reply));
        yield Optional.empty();
      }
      case LeaseAct.Probe(long request) -> {
        ask(
            group.byDevice(group.addresses()).values().stream()
                .flatMap(its -> StationWatch.first(its).stream())
                .toList(),
            stations ->
                event(
                    new LeaseEvent.Replied(
                        request,
                        stations.isEmpty()
                            ? new LeaseReply.Silent()
                            : new LeaseReply.Answered(stations.getFirst().mac()))));
        yield Optional.empty();
      }
      case LeaseAct.Announce() -> {
        Instant now = ways.clock().instant();
        announce(group.addresses());
        repeats.clear();
        Announcement.REPEATS.forEach(delay -> repeats.add(now.plus(delay)));
        yield Optional.empty();
      }
      case LeaseAct.Exit() -> Optional.empty();
    };
  }

  private Optional<LeaseEvent> done(Function<Gate, FenceAnswer> act) {
    return switch (answer(act)) {
      case FenceAnswer.Done() -> Optional.empty();
      case FenceAnswer.Expired() -> Optional.of(new LeaseEvent.Lapsed());
      case FenceAnswer.Failed(String reason) -> {
        LOG.warn("{} The gate of Lease {} is shut first.", reason, name);
        yield Optional.of(new LeaseEvent.Failed(reason));
      }
    };
  }

  private FenceAnswer answer(Function<Gate, FenceAnswer> act) {
    try {
      return act.apply(ways.fence().gate(name));
    } catch (IllegalArgumentException _) {
      return new FenceAnswer.Failed("There is no fence, which is made anew.");
    }
  }

  private void answer(long request, LeaseReply reply) {
    ways.later().run(() -> event(new LeaseEvent.Replied(request, reply)));
  }

  private void announce(Collection<IpAddress> addresses) {
    group.byDevice(addresses).forEach((device, its) -> ways.network().announce(its, device));
  }
}
