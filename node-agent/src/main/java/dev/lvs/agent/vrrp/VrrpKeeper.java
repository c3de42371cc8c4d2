package dev.lvs.agent.vrrp;

import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.VrrpReport;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells keepalived which VIPs there are and whether this director may have them, each second on a
 * thread of its own, and reports how it stands.
 */
public final class VrrpKeeper implements Producer {
  private static final Logger LOG = LoggerFactory.getLogger(VrrpKeeper.class);

  /** How often it is said. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How long what was said holds: so long an agent may be away. */
  static final Duration LIFE = Duration.ofSeconds(5);

  /** The same at an orderly end, after which another agent is started. */
  static final Duration RESTART = Duration.ofSeconds(30);

  /** How long keepalived may be silent: it asks once a second, and a busy machine takes longer. */
  private static final long SILENCE_SECONDS = 10;

  private static final int MOST_LISTED = 3;

  private final String node;
  private final VrrpFiles files;
  private final VrrpReports reports;
  private final Thread thread;
  private @Nullable Inbox inbox;
  private Map<String, VrrpGroup> groups = Map.of();
  private Optional<VrrpView> view = Optional.empty();
  private Instant followed = Instant.EPOCH;
  private final Map<String, String> told = new TreeMap<>();
  private boolean failed;
  private boolean closed;
  private volatile List<VrrpReport> reported = List.of();
  private volatile VrrpSeen seen = VrrpSeen.NOTHING;

  /** One that says nothing yet, for a node with this state directory. */
  public VrrpKeeper(String node, Path stateDirectory) {
    this(node, stateDirectory, new VrrpReports());
  }

  VrrpKeeper(String node, Path stateDirectory, VrrpReports reports) {
    this.node = node;
    this.files = new VrrpFiles(stateDirectory);
    this.reports = reports;
    this.thread = Thread.ofPlatform().daemon().name("lvs-vrrp").unstarted(this::run);
  }

  @Override
  public synchronized void begin(Inbox taker) {
    inbox = taker;
    thread.start();
  }

  /**
   * Has keepalived know what stands after a round: the VIPs come to an interface only where they
   * have something behind them.
   */
  public synchronized void follow(NodePlanSpec plan, VrrpView after) {
    groups = VrrpGroup.of(plan);
    view = Optional.of(after);
    followed = SteadyClock.STEADY.instant();
    try {
      if (groups.isEmpty()) {
        files.remove();
      } else {
        files.configure(
            KeepalivedConf.of(
                node,
                files.folder(),
                groups.values().stream().map(one -> one.speaking(after.facts())).toList(),
                after.served()));
        files.keepOnly(List.copyOf(groups.keySet()));
      }
      turn(LIFE);
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public List<VrrpReport> vrrp() {
    return reported;
  }

  /** Returns the same with its age; from any thread. */
  public VrrpSeen seen() {
    return seen;
  }

  /** Another agent comes, or none: what was said holds for so long, and the kernel goes on. */
  @Override
  public void close() {
    thread.interrupt();
    synchronized (this) {
      if (inbox != null) {
        say(RESTART);
      }
      // a round that ends later would shorten it
      closed = true;
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        say(LIFE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void say(Duration life) {
    try {
      turn(life);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void turn(Duration life) throws IOException {
    if (view.isEmpty() || closed) {
      return;
    }
    Uptime now = Uptime.now();
    List<VrrpReports.Sight> sights = new ArrayList<>();
    for (VrrpGroup group : groups.values()) {
      Optional<String> unfit = VrrpFitness.of(group, runs(group.device()), view.get());
      if (unfit.isPresent()) {
        files.forbid(group.name());
      } else {
        files.allow(group.name(), now.plus(life));
      }
      log(group, unfit);
      boolean asks =
          files
              .asked(group.name())
              .filter(at -> at <= now.seconds() && now.seconds() - at <= SILENCE_SECONDS)
              .isPresent();
      sights.add(sight(group, unfit, asks));
    }
    told.keySet().retainAll(groups.keySet());
    failed = false;
    report(sights);
  }

  private VrrpReports.Sight sight(VrrpGroup group, Optional<String> unfit, boolean asks) {
    List<IpAddress> vips = group.vips();
    List<IpAddress> missing =
        vips.stream()
            .filter(vip -> !VrrpGroup.isOn(view.orElseThrow().facts(), group.device(), vip))
            .toList();
    Optional<String> silent =
        asks
            ? Optional.empty()
            : Optional.of(
                "keepalived does not ask whether it may have the VIPs; see that it runs here with %s"
                    .formatted(files.folder().resolve(VrrpFiles.CONFIGURATION)));
    if (missing.size() < vips.size()) {
      Optional<String> partly =
          missing.isEmpty()
              ? Optional.empty()
              : Optional.of("not on the interface: " + named(missing));
      return new VrrpReports.Sight(
          group.name(),
          GroupStanding.HOLDER,
          unfit.map("it is to leave them: "::concat).or(() -> silent).or(() -> partly));
    }
    Optional<String> why = unfit.or(() -> silent);
    return new VrrpReports.Sight(
        group.name(), why.isPresent() ? GroupStanding.NOT_READY : GroupStanding.WAITING, why);
  }

  private static String named(List<IpAddress> vips) {
    String few =
        vips.stream().limit(MOST_LISTED).map(IpAddress::toString).collect(Collectors.joining(", "));
    return vips.size() > MOST_LISTED
        ? few + " and %d more".formatted(vips.size() - MOST_LISTED)
        : few;
  }

  private static boolean runs(String device) {
    try {
      NetworkInterface link = NetworkInterface.getByName(device);
      return link != null && link.isUp();
    } catch (SocketException e) {
      LOG.debug("{} cannot be looked at", device, e);
      return false;
    }
  }

  private void log(VrrpGroup group, Optional<String> unfit) {
    String now = unfit.orElse("");
    if (!now.equals(told.put(group.name(), now))) {
      if (now.isEmpty()) {
        LOG.info("keepalived may have the VIPs of DirectorGroup {} here.", group.name());
      } else {
        LOG.warn("keepalived is to leave the VIPs of DirectorGroup {}: {}.", group.name(), now);
      }
    }
  }

  /** Has the loop come round where there is something to report. */
  private void report(List<VrrpReports.Sight> sights) {
    List<VrrpReport> next = reports.of(sights);
    seen = new VrrpSeen(next, Set.of(), "", followed);
    Inbox taker = inbox;
    if (!next.equals(reported)) {
      reported = next;
      if (taker != null) {
        taker.wakeAfter(Deadline.TURN, Duration.ZERO);
      }
    }
  }

  /** What was said before runs out, so that this director leaves the VIPs. */
  private void fail(IOException e) {
    seen =
        new VrrpSeen(
            List.of(), groups.keySet(), "keepalived cannot be told what to do: " + e, followed);
    if (!failed) {
      LOG.error(
          "keepalived cannot be told what to do, so it leaves the VIPs: {}. See the folder {}.",
          e,
          files.folder());
      failed = true;
    }
  }
}
