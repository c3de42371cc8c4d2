package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.PlanOptions;
import dev.lvs.agent.daemon.RunCommand;
import dev.lvs.agent.daemon.StateOptions;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.SoleAgent;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.log.OneLineStream;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.report.Remarks;
import dev.lvs.agent.report.Shortfall;
import dev.lvs.agent.report.Shortfalls;
import dev.lvs.agent.report.StatusFile;
import dev.lvs.agent.round.Comparison;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.LastGoodFile;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lvs diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Prints what lvs run would change now, and changes nothing.",
    description = {
      "",
      "One line for each change, in order, as it would be typed by hand, and on standard error what"
          + " of the plan cannot be so: resource, what was to be done, why. It may be called beside"
          + " a running agent, and then tells also what another program keeps undoing.",
      ""
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin PlanOptions plan = new PlanOptions();

  @Mixin StateOptions state = new StateOptions();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try (AwaitedPlans source =
            new AwaitedPlans(plan.openNow(LastGoodFile.toLookInto(state.directory)));
        Kernel kernel = Kernel.open()) {
      return switch (first(source)) {
        case Plan next -> compare(next, source, kernel).number();
        case Unreadable(var _, var message) ->
            throw new CommandException(ExitCode.BAD_PLAN, message);
      };
    }
  }

  private PlanNews first(AwaitedPlans source) throws InterruptedException {
    return source
        .await(RunCommand.PATIENCE)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.NO_PLAN, "There is no plan for node " + plan.node() + "."));
  }

  private ExitCode compare(Plan next, AwaitedPlans source, Kernel kernel) {
    Comparison comparison =
        Comparison.of(
            next,
            kernel,
            Ledger.read(state.directory, kernel.life(), kernel.interfaces()),
            source.servers());
    comparison.diff().changes().stream()
        .map(Change::adminLine)
        .forEach(Objects.requireNonNull(spec).commandLine().getOut()::println);
    List<Shortfall> shortfalls = Shortfalls.of(next, comparison.desired(), comparison.diff());
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    shortfalls.forEach(
        one ->
            line(
                err,
                one.source() + ": " + one.failed().change() + ": " + one.cause(),
                one.message()));
    fights(kernel).forEach(one -> line(err, "note: " + one.source(), said(one)));
    Remarks.of(next.spec(), comparison.facts()).forEach(text -> err.println("lvs: " + text));
    comparison.diff().foreign().stream()
        .filter(one -> one instanceof Foreign.Filter && !one.isInTheWay())
        .forEach(one -> err.println("lvs: note: " + one.message()));
    if (!next.problems().isEmpty()) {
      return ExitCode.TROUBLE;
    }
    return comparison.diff().isEmpty() && shortfalls.isEmpty() ? ExitCode.SAME : ExitCode.CHANGES;
  }

  /**
   * Returns what others keep undoing, which only a running agent sees: as long as it may be
   * believed.
   */
  private List<ResourceReport> fights(Kernel kernel) {
    try {
      return StatusFile.read(state.directory)
          .filter(said -> SoleAgent.isAtWork() && said.doubt(kernel.life()).isEmpty())
          .map(said -> said.status().report())
          .map(PlanReport::entries)
          .orElse(List.of())
          .stream()
          .filter(entry -> entry.state() == ResourceState.CONTESTED)
          .toList();
    } catch (IOException | IllegalArgumentException untold) {
      return List.of();
    }
  }

  private static String said(ResourceReport entry) {
    FailedChange failed = entry.failed();
    return (failed == null ? "" : failed.change() + ": ")
        + Objects.requireNonNullElse(entry.message(), entry.reason());
  }

  /** Names in it are other people's. */
  private static void line(PrintWriter err, String about, String message) {
    err.println(OneLineStream.escape("lvs: " + about + ": " + message));
  }
}
