package dev.lvs.agent.daemon;

import dev.lvs.agent.Agent;
import dev.lvs.agent.AgentSettings;
import dev.lvs.agent.Version;
import dev.lvs.agent.Vitals;
import dev.lvs.agent.bgp.BgpWatch;
import dev.lvs.agent.drain.DrainOrderWatch;
import dev.lvs.agent.events.KernelEvents;
import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.failover.LeftFence;
import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.KernelFence;
import dev.lvs.agent.health.HealthMonitor;
import dev.lvs.agent.health.StandingsFile;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.kernel.SoleAgent;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Procfs;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.source.EmptyPlan;
import dev.lvs.agent.source.LastGoodFile;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.agent.vrrp.VrrpKeeper;
import dev.lvs.endpoint.HealthEndpoint;
import dev.lvs.endpoint.TrustedAuthorities;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lvs run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Keeps the kernel as the plan says, until SIGTERM.",
    description = {
      "",
      "The end of the agent leaves the kernel as it is: traffic goes on, and the next start finds"
          + " what is ours by the ledger in the state directory.",
      ""
    })
public final class RunCommand implements Callable<Integer> {
  /**
   * Longest wait of {@code --once} for the API server to give a plan; a directory answers at once.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  /** Time that a round may take before what the last one saw is not told any more. */
  private static final Duration PATIENCE_OF_TELLING = Duration.ofSeconds(10);

  /** Of two looks at the kernel. */
  private static final Duration LONGEST = Duration.ofDays(1);

  @Mixin PlanOptions plan = new PlanOptions();

  @Mixin StateOptions state = new StateOptions();

  @Option(
      names = "--drift-interval",
      paramLabel = "MILLISECONDS",
      order = 11,
      defaultValue = "1000",
      description =
          "How often to look for changes of which the kernel does not tell, such as those of the"
              + " IPVS table. Default: ${DEFAULT-VALUE}.")
  long driftInterval;

  @Option(
      names = "--once",
      order = 12,
      description = "Make the kernel agree with the plan once, and end.")
  boolean once;

  @Option(
      names = "--cleanup",
      order = 13,
      description = "Take away everything that is ours, and nothing else, and end.")
  boolean cleanup;

  @Option(
      names = "--take-back",
      order = 14,
      description = {
        "Take for ours what stands in the kernel by its marks: our nftables table, tunnel devices"
            + " and VIPs. For a node whose ledger was lost; IPVS carries no marks, for its entries"
            + " there is adopt: true on the VirtualService."
      })
  boolean takeBack;

  @Option(
      names = "--health-port",
      paramLabel = "PORT",
      order = 15,
      description = {
        "Answer GET /healthz and /readyz on this TCP port of 127.0.0.1: whether the loop comes"
            + " round, and whether the plan has been carried out once, or is known not to be there."
            + " Default: none."
      })
  @Nullable Integer healthPort;

  @Option(
      names = "--proc-sys",
      paramLabel = "DIR",
      order = 16,
      defaultValue = "/proc/sys",
      description = {
        "Where sysctls are written. In a container that is not privileged /proc/sys is read-only:"
            + " mount the node's /proc/sys/net as DIR/net. Default: ${DEFAULT-VALUE}."
      })
  Path procSys = Path.of("/proc/sys");

  @Override
  public Integer call() throws InterruptedException {
    AgentSettings settings = new AgentSettings(state.directory, interval(), takeBack);
    LastResort.install();
    LOG.info(
        "lvs {} looks after node {}, with the state directory {}.",
        Version.TEXT,
        plan.node(),
        state.directory);
    Optional<LeaseKeeper> keeper = cleanup ? Optional.empty() : plan.keeper();
    KernelEvents events = new KernelEvents(() -> keeper.ifPresent(LeaseKeeper::look));
    HealthMonitor health =
        new HealthMonitor(
            new StandingsFile(state.directory), Optional.ofNullable(plan.checkDirectory()));
    DrainOrderWatch orders = new DrainOrderWatch(state.directory);
    LeftFence left = new LeftFence(FailoverOpening::openFence);
    List<Producer> producers = new ArrayList<>(List.of(orders, events, health));
    keeper.ifPresent(producers::add);
    VrrpKeeper vrrp = new VrrpKeeper(plan.node(), state.directory);
    producers.add(vrrp);
    producers.add(Telling.health(health, state.directory));
    BgpWatch bgp = BgpFollowing.watch();
    producers.add(
        Telling.holders(
            keeper,
            vrrp,
            bgp,
            settings.driftInterval().plus(PATIENCE_OF_TELLING),
            state.directory));
    Inbox inbox = new Inbox(SteadyClock.STEADY, producers);
    try (SoleAgent sole = new SoleAgent(procfs())) {
      Agent agent =
          new Agent(
              settings,
              source(),
              sole,
              inbox,
              round -> {
                follow(round, events, health);
                VrrpFollowing.follow(vrrp, round);
                BgpFollowing.follow(bgp, round);
                keeper.ifPresentOrElse(one -> FailoverOpening.follow(one, round), left::remove);
              });
      if (once || cleanup) {
        // nothing else is heard of
        orders.look(inbox);
        health.recall(inbox);
        return runOnce(agent).number();
      }
      try (Termination _ = Termination.of(agent);
          HealthEndpoint _ = answering(agent.vitals())) {
        agent.run();
      }
      return ExitCode.OK.number();
    }
  }

  private Procfs procfs() {
    if (!Files.isDirectory(procSys.resolve("net"))) {
      throw new CommandException(
          ExitCode.CONFIG,
          "There is no %s (--proc-sys); mount the node's /proc/sys/net there."
              .formatted(procSys.resolve("net")));
    }
    return new Procfs(Path.of("/proc"), procSys);
  }

  /** Answers probes, where somebody asked for it. */
  private @Nullable HealthEndpoint answering(Vitals vitals) {
    if (healthPort == null) {
      return null;
    }
    if (healthPort < 1 || healthPort > 65535) {
      throw new CommandException(ExitCode.USAGE, "--health-port is from 1 to 65535.");
    }
    Optional<TrustedAuthorities> authorities = plan.authorities();
    try {
      return new HealthEndpoint(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), healthPort),
          () -> authorities.flatMap(TrustedAuthorities::replaced).or(vitals::unhealthy),
          vitals::unready);
    } catch (UncheckedIOException e) {
      throw new CommandException(
          ExitCode.CONFIG,
          "TCP port %d of 127.0.0.1 cannot be had (%s); name another with --health-port."
              .formatted(healthPort, Objects.requireNonNull(e.getCause()).getMessage()));
    }
  }

  private static void follow(Round round, KernelEvents events, HealthMonitor health) {
    health.watch(round.plan().spec().director(), round.ways());
    health.remember(round.before().desired().past().below());
    // listening to nftables loads it, which a node without a table of ours may do without
    if (round.before().hasTable()) {
      events.hearTable();
    }
  }

  private ExitCode runOnce(Agent agent) throws InterruptedException {
    Optional<Round> round = agent.runOnce(PATIENCE);
    if (!cleanup) {
      return round.map(RunCommand::exitCode).orElse(ExitCode.NO_PLAN);
    }
    memory().forget();
    boolean isAllGone =
        agent.notices().isEmpty()
            && round.stream()
                .flatMap(one -> one.before().diff().foreign().stream())
                .noneMatch(Foreign::keepsOurs);
    return round
        .map(RunCommand::exitCode)
        .filter(code -> code != ExitCode.OK || (isAllGone && removeFence()))
        .orElse(ExitCode.INCOMPLETE);
  }

  /** Removes the fence last of all: no VIP is left that it holds back. */
  private static boolean removeFence() {
    try (Netfilter netfilter =
        new Netfilter(() -> new Exchange(new NetlinkSocket(Netlink.NETLINK_NETFILTER)))) {
      return netfilter
          .exchange()
          .map(
              exchange -> {
                try (Fence fence = new KernelFence(exchange, "cleanup")) {
                  return fence.remove().isDone();
                }
              })
          .orElse(true);
    }
  }

  private Duration interval() {
    if (driftInterval < 1 || driftInterval > LONGEST.toMillis()) {
      throw new CommandException(
          ExitCode.USAGE, "--drift-interval is from 1 to " + LONGEST.toMillis() + " milliseconds.");
    }
    return Duration.ofMillis(driftInterval);
  }

  private PlanSource source() {
    if (cleanup) {
      return new EmptyPlan(plan.node());
    }
    return once ? plan.openNow(memory()) : plan.open(memory());
  }

  private LastGoodFile memory() {
    return LastGoodFile.in(state.directory);
  }

  private static ExitCode exitCode(Round round) {
    if (!round.isCertain()) {
      return ExitCode.KERNEL;
    }
    if (!round.isConverged()) {
      return ExitCode.INCOMPLETE;
    }
    return round.plan().problems().isEmpty() ? ExitCode.OK : ExitCode.BAD_PLAN;
  }
}
