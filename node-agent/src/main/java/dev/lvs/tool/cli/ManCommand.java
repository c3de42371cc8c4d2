package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin CommandName wanted = new CommandName();

  @Override
  public Integer call() {
    PrintWriter out = wanted.out();
    out.print(ManPage.of(wanted.find()));
    out.flush();
    return ExitCode.DONE.number();
  }
}
