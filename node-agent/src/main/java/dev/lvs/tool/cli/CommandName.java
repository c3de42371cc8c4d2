package dev.lvs.tool.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The parameter that names a command which something is printed about. */
final class CommandName {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "The command; lvs itself where it is missing.")
  @Nullable String command;

  @Spec(Target.MIXEE)
  @Nullable CommandSpec spec;

  /**
   * Finds the command; lvs itself where there is no name.
   *
   * @throws dev.lvs.agent.daemon.CommandException where there is none of this name
   */
  CommandLine find() {
    return LvsCommand.command(command);
  }

  PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
