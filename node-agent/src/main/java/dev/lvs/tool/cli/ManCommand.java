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

/** {@code lvs man}. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Prints the manual page of lvs, or of one of its commands.",
    footer = {"", "Example:", "  lvs man restore | man -l -"})
final class ManCommand implements Callable<Integer> {
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
    out.print(ManPage.of(Lvs.command(command)));
    out.flush();
    return ExitCode.DONE.number();
  }
}
