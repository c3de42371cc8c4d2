package dev.lvs.agent.cli;

import dev.lvs.agent.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program's entry. */
@Command(
    name = "lvs",
    mixinStandardHelpOptions = true,
    versionProvider = Lvs.Build.class,
    subcommands = {RunCommand.class},
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Makes this node's kernel balance what the plan says (Linux Virtual Server).",
    description = {
      "",
      "Without a plan nothing is touched, and what this agent did not add is never changed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs run --manifests /etc/lvs     keep this node as the manifests say",
      "  lvs diff --manifests /etc/lvs    what that would change now",
      "  lvs list                         the IPVS table, as ipvsadm -Ln",
      "  lvs run --cleanup                take away everything that is ours"
    })
public final class Lvs {

  private Lvs() {}

  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Lvs());
    for (CommandLine command : commandLine.getSubcommands().values()) {
      command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE.number());
    }
    commandLine.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE.number());
    commandLine.setExecutionExceptionHandler(new Failures());
    return commandLine;
  }

  /** What {@code --version} prints. */
  static final class Build implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lvs " + Version.TEXT};
    }
  }
}
