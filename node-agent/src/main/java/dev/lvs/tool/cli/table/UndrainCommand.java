package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.StateOptions;
import dev.lvs.agent.drain.DrainOrdersFile;
import dev.lvs.agent.drain.DrainOrdersFile.Order;
import dev.lvs.agent.kernel.SoleAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lvs undrain}. */
@Command(
    name = "undrain",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Takes an order of lvs drain back.",
    description = {
      "",
      "The real server gets the weight of its manifest again, within a second. What manifests say"
          + " of its maintenance is not touched.",
      ""
    })
public final class UndrainCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SERVER", description = "As it was given to lvs drain.")
  String target = "";

  @Mixin StateOptions state = new StateOptions();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    DrainOrdersFile file = new DrainOrdersFile(state.directory);
    try {
      List<Order> orders = Files.isDirectory(state.directory) ? file.read() : List.of();
      if (orders.stream().noneMatch(order -> order.target().equals(target))) {
        String others = orders.stream().map(Order::target).collect(Collectors.joining(", "));
        throw new CommandException(
            ExitCode.NO_ORDER,
            "There is no order to drain %s in %s; %s."
                .formatted(
                    target,
                    state.directory,
                    others.isEmpty() ? "there is none at all" : "there are: " + others));
      }
      file.takeBack(target);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.STATE,
          "The orders in " + state.directory + " cannot be changed: " + e.getMessage());
    }
    if (!SoleAgent.isAtWork()) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .println("lvs: no agent is at work here, so nothing happens before one starts.");
      return ExitCode.KEPT.number();
    }
    return ExitCode.DONE.number();
  }
}
