package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin CommandName wanted = new CommandName();

  @Override
  public Integer call() {
    wanted.find().usage(wanted.out());
    return ExitCode.DONE.number();
  }
}
