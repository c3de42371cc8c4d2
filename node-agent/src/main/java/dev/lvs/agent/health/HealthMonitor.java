package dev.lvs.agent.health;

import dev.lvs.agent.health.Course.Moment;
import dev.lvs.agent.health.StandingsFile.Contents;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Detour;
import dev.lvs.agent.probe.LocalChecker;
import dev.lvs.agent.probe.ProbeLoop;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.probe.local.CheckFolder;
import dev.lvs.agent.probe.tls.TlsChecker;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.syscall.IpSockets;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Probes the real servers of the active plan, and reports whenever the health state of one of them
 * changes.
 *
 * <p>The probes run on threads of their own, in the network namespace of the thread that calls
 * {@link #watch}; there are none as long as nothing is checked. TLS has a separate thread: a
 * handshake costs a millisecond of CPU time, for which other probes do not wait. So have files and
 * programs, which may lie on a disk that hangs.
 */
public final class HealthMonitor implements Producer {
  /** Threads, by the cost of their probes. */
  private enum Lane {
    PLAIN,
    TLS,
    LOCAL
  }

  private static final int EADDRINUSE = 98;

  /** A VIP and a port of it that are asked. */
  private record Door(IpAddress vip, int port) {}

  /** Of the times that people are told. */
  private final InstantSource clock = InstantSource.system();

  private final Optional<StandingsFile> file;
  private final Checks checks;
  private final Standings standings = new Standings();
  private final Map<Lane, ProbeLoop> loops = new EnumMap<>(Lane.class);

  private final IpSockets sockets = new IpSockets();
  private final SourcePorts ports = new SourcePorts(SteadyClock.STEADY, this::isUsable);

  private final HiddenVipWatch hiding = new HiddenVipWatch();

  /** Reasons why nothing is to be sent, by mark. */
  private Map<Long, String> held = Map.of();

  /** VIPs and ports from which an answer has come to a forwarded probe, so that others may too. */
  private final Set<Door> answering = new HashSet<>();

  /** Reasons why answers may be lost on this node, by mark. */
  private Map<Long, String> doubted = Map.of();

  private long revision;

  /** Inbox to which results go. */
  private @Nullable Inbox inbox;

  private boolean probing;

  /** Services that were below their quorum when the agent before ended. */
  private Set<ServiceKey> belowBefore = Set.of();

  private Set<ServiceKey> below = Set.of();

  /** Those that are being watched. */
  private @Nullable DirectorPlan followed;

  /** One that remembers nothing of an agent before. */
  public HealthMonitor() {
    this(Optional.empty(), Optional.empty());
  }

  /**
   * One that goes on where an agent before ended.
   *
   * @param file read when it begins
   * @param folder of files and programs of checks; empty where there are to be none
   */
  public HealthMonitor(StandingsFile file, Optional<Path> folder) {
    this(Optional.of(file), folder);
  }

  private HealthMonitor(Optional<StandingsFile> file, Optional<Path> folder) {
    this.file = file;
    this.checks = new Checks(folder.map(CheckFolder::new));
  }

  @Override
  public synchronized void begin(Inbox to) {
    recall(to);
    probing = true;
  }

  /** Has a plan carried out with what an agent before knew, without probes of its own. */
  public synchronized void recall(Inbox to) {
    inbox = to;
    file.map(StandingsFile::read)
        .ifPresent(
            before -> {
              standings.recall(before.servers());
              belowBefore = before.below();
              below = before.below();
            });
  }

  /** Before the round that carries a plan out: a server that is down gets no clients in it. */
  @Override
  @SuppressWarnings("ReferenceEquality") // most rounds carry out the very same
  public synchronized void prepare(NodePlanSpec plan) {
    if (inbox != null && plan.director() != followed) {
      inbox.put(standings.foreseen(plan.director(), belowBefore, now()));
    }
  }

  /** Has it remembered which services are below their quorum. */
  public void remember(Set<ServiceKey> services) {
    Optional<Contents> news;
    synchronized (this) {
      boolean same = below.equals(services) || !probing;
      below = same ? below : services;
      news = same ? Optional.empty() : Optional.of(contents());
    }
    write(news);
  }

  /**
   * Has the destinations of a plan probed that it says a check of, and no others, from now on.
   *
   * @param ways of the probes that go as clients' packets do
   */
  public synchronized void watch(DirectorPlan plan, ProbeWays ways) {
    List<Watched> wanted = WatchedServers.of(plan, checks, ways, ports);
    hold(ways);
    followed = plan;
    if (!probing) {
      return;
    }
    hiding.watch(ways);
    if (wanted.equals(standings.watched())) {
      return;
    }
    standings.watch(wanted, now());
    Map<Lane, Set<ScheduledCheck>> checks = new EnumMap<>(Lane.class);
    for (ScheduledCheck check : standings.checks()) {
      checks.computeIfAbsent(lane(check), _ -> new HashSet<>()).add(check);
    }
    for (Lane lane : Lane.values()) {
      Set<ScheduledCheck> some = checks.getOrDefault(lane, Set.of());
      if (!some.isEmpty()) {
        loops.computeIfAbsent(lane, this::start).probe(some);
      } else if (loops.containsKey(lane)) {
        loops.remove(lane).close();
      }
    }
    tell();
  }

  /** The finding of everything that is watched, in the order of the plan. */
  public synchronized List<ServerFinding> findings() {
    return standings.findings();
  }

  /** A number that is another whenever a server counts for something else. */
  public synchronized long revision() {
    return revision;
  }

  @Override
  public synchronized void close() {
    loops.values().forEach(ProbeLoop::close);
    loops.clear();
    hiding.close();
    inbox = null;
    probing = false;
  }

  private synchronized void take(ScheduledCheck check, ProbeResult result) {
    if (standings.take(check, judged(check, result), now())) {
      tell();
    }
  }

  private void tell() {
    revision++;
    if (inbox != null) {
      inbox.put(this::health);
    }
  }

  /** Written down before anybody acts on it. */
  private Health health() {
    Health health;
    Contents news;
    synchronized (this) {
      health = standings.health(belowBefore);
      news = contents();
    }
    write(Optional.of(news));
    return health;
  }

  private Contents contents() {
    return file.isEmpty()
        ? Contents.NONE
        : new Contents(standings.remembered(now()), new TreeSet<>(below));
  }

  private void write(Optional<Contents> news) {
    news.ifPresent(contents -> file.ifPresent(one -> one.write(contents)));
  }

  private Moment now() {
    Instant steady = inbox == null ? Instant.EPOCH : inbox.clock().instant();
    return new Moment(clock.instant(), steady);
  }

  /** Returns what a result says of the server. */
  private ProbeResult judged(ScheduledCheck check, ProbeResult result) {
    Target target = check.target();
    ProbeResult judged = hiding.judge(target, result);
    if (!(target.detour().orElse(null) instanceof Detour.Marked marked)) {
      return judged;
    }
    Door door = new Door(target.address(), target.port());
    if (result instanceof ProbeResult.Passed) {
      answering.add(door);
    }
    String doubt = doubted.get(marked.mark());
    return judged instanceof ProbeResult.Failed(var reason)
            && doubt != null
            && !answering.contains(door)
        ? new ProbeResult.Inconclusive(
            reason + ", nor has any answer come through it yet: " + doubt)
        : judged;
  }

  private void hold(ProbeWays ways) {
    doubted = byMark(ways.doubted());
    held = byMark(ways.closed());
    loops.values().forEach(loop -> loop.hold(held));
  }

  private static Map<Long, String> byMark(Map<MarkKey, String> some) {
    Map<Long, String> marks = new HashMap<>();
    some.forEach((service, why) -> marks.put(service.mark(), why));
    return marks;
  }

  /** Returns whether a probe may come from a port; a listener would get the answers. */
  private boolean isUsable(IpAddress source, int port) {
    int fd = sockets.open(IpSockets.Kind.TCP, source.family());
    if (fd < 0) {
      return true;
    }
    int error = -sockets.bindShared(fd, source, port);
    sockets.close(fd);
    return error != EADDRINUSE;
  }

  private ProbeLoop start(Lane lane) {
    ProbeLoop loop = new ProbeLoop(this::take);
    loop.hold(held);
    Thread.ofPlatform().daemon().name("health-" + lane.name().toLowerCase(Locale.ROOT)).start(loop);
    return loop;
  }

  private static Lane lane(ScheduledCheck check) {
    return switch (check.checker()) {
      case LocalChecker _ -> Lane.LOCAL;
      case TlsChecker _ -> Lane.TLS;
      case Checker _ -> Lane.PLAIN;
    };
  }
}
