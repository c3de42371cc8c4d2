package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.ExitCode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lvs help}. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Prints the help of lvs, or of one of its commands, as --help does.",
    footer = {"", "Example:", "  lvs help restore"})
final class HelpCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "The command; lvs itself where it is missing.")
  @Nullable String command;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Lvs.command(command).usage(out);
    return ExitCode.DONE.number();
  }
}
