package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.StateOptions;
import dev.lvs.agent.drain.DrainOrdersFile;
import dev.lvs.agent.drain.DrainOrdersFile.Order;
import dev.lvs.agent.drain.DrainTargets;
import dev.lvs.agent.kernel.SoleAgent;
import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.Seconds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lvs drain}. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Takes a real server out of all services of this director, without a look at Git.",
    description = {
      "",
      "It gets weight 0, and is removed when it has no connection left (of TCP and SCTP no"
          + " established one, and no persistence template) or the time is over. Then it stays away"
          + " until lvs undrain, or --until.",
      "",
      "The order is kept in the state directory, where the agent of this node finds it within a"
          + " second, whoever gives it its plan; it survives the agent. Other directors know nothing"
          + " of it: there is maintenance of a RealServer, or its annotation lvs.dev/maintenance.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs drain web-1 --timeout 5m --wait  returns when it is out",
      "  lvs drain 198.51.100.21:8080 --until 2026-12-01T04:00:00Z --reason 'new disk'",
      "  lvs list --drains                    who is drained, and what is left"
    })
public final class DrainCommand implements Callable<Integer> {
  /** Longest time until the agent does what it is told. */
  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(250);

  @Parameters(
      index = "0",
      paramLabel = "SERVER",
      description =
          "An address, an address:port, or the name of a RealServer (web-1, or shop/web-1).")
  String target = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      order = 1,
      description =
          "How long its connections may go on, as 60s, 5m or 1h. Default: drain.timeout of each"
              + " VirtualService, and as long as they last where that has none.")
  @Nullable String timeout;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      order = 2,
      description = "When the order ends by itself, as 2026-12-01T04:00:00Z. Default: never.")
  @Nullable String until;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      order = 3,
      description = "Why, for those who look later.")
  @Nullable String reason;

  @Option(names = "--wait", order = 4, description = "Return when it is out of every service.")
  boolean wait;

  @Mixin StateOptions state = new StateOptions();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Order order = order();
    if (!Files.isDirectory(state.directory)) {
      throw new CommandException(
          ExitCode.STATE,
          "There is no directory "
              + state.directory
              + ": no agent has been at work with it. Give that of the agent (--state-dir).");
    }
    try {
      new DrainOrdersFile(state.directory).give(order);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.STATE,
          "The order cannot be written to " + state.directory + ": " + e.getMessage());
    }
    if (!SoleAgent.isAtWork()) {
      err()
          .println(
              "lvs: no agent is at work here, so nothing happens now; one that starts with "
                  + state.directory
                  + " carries the order out.");
      return ExitCode.KEPT.number();
    }
    return follow();
  }

  private Order order() {
    try {
      DrainTargets.parse(target);
      Long seconds = timeout == null ? null : (long) Seconds.parse(timeout).value();
      Optional<Instant> end = Optional.ofNullable(until).map(Maintenance::time);
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      if (end.filter(time -> !time.isAfter(now)).isPresent()) {
        throw new IllegalArgumentException("--until " + until + " is over already.");
      }
      return new Order(
          target, seconds, end.map(Instant::toString).orElse(null), now.toString(), reason);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private int follow() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    DrainedServers servers = new DrainedServers(state.directory);
    long latest = System.nanoTime() + PROMPTLY.toNanos();
    List<DrainedServers.Drained> drained = servers.by(target);
    while (drained.isEmpty() && System.nanoTime() < latest) {
      Thread.sleep(PAUSE);
      drained = servers.by(target);
    }
    if (drained.isEmpty()) {
      err()
          .println(
              "lvs: no real server of this node's plan is "
                  + target
                  + "; the order stands for when there is one (lvs undrain "
                  + target
                  + " takes it back).");
      return ExitCode.KEPT.number();
    }
    List<DrainedServers.Drained> standing = standing(drained);
    standing.forEach(one -> out.println(one.words()));
    out.flush();
    while (wait && !standing.isEmpty()) {
      Thread.sleep(PAUSE);
      drained = servers.by(target);
      if (drained.isEmpty()) {
        throw new CommandException(
            ExitCode.KEPT, target + " is drained no more: somebody took the order back.");
      }
      standing = standing(drained);
    }
    if (standing.isEmpty()) {
      out.println(target + " is out of every service of this director.");
      out.flush();
    }
    return ExitCode.DONE.number();
  }

  private static List<DrainedServers.Drained> standing(List<DrainedServers.Drained> drained) {
    return drained.stream().filter(DrainedServers.Drained::stands).toList();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
