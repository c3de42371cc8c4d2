package dev.lvs.agent.cli;

import dev.lvs.agent.Agent;
import dev.lvs.agent.AgentSettings;
import dev.lvs.agent.Round;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.source.EmptyPlan;
import dev.lvs.agent.source.LastGoodFile;
import dev.lvs.agent.source.PlanSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lvs run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Lvs.Build.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Keeps the kernel as the plan says, until SIGTERM.",
    description = {
      "",
      "The end of the agent leaves the kernel as it is: traffic goes on, and the next start finds"
          + " what is ours by the ledger in the state directory.",
      ""
    })
final class RunCommand implements Callable<Integer> {
  /**
   * How long {@code --once} waits for the API server to give a plan; a directory answers at once.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin PlanOptions plan = new PlanOptions();

  @Mixin StateOptions state = new StateOptions();

  @Option(
      names = "--drift-interval",
      paramLabel = "MILLISECONDS",
      order = 11,
      defaultValue = "1000",
      description = "How often to look for changes that others made. Default: ${DEFAULT-VALUE}.")
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

  @Override
  public Integer call() throws InterruptedException {
    AgentSettings settings = new AgentSettings(state.directory, Duration.ofMillis(driftInterval));
    Agent agent = new Agent(settings, source(), Kernel::open, _ -> {});
    if (once || cleanup) {
      Optional<Round> round = agent.runOnce(PATIENCE);
      if (cleanup) {
        memory().forget();
      }
      return round.map(RunCommand::exitCode).orElse(ExitCode.NO_PLAN).number();
    }
    try (Termination _ = Termination.of(agent)) {
      agent.run();
    }
    return ExitCode.OK.number();
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
