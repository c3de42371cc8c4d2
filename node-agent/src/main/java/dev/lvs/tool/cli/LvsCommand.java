package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.Failures;
import dev.lvs.agent.daemon.RunCommand;
import dev.lvs.tool.cli.manifests.ExportCommand;
import dev.lvs.tool.cli.manifests.ImportCommand;
import dev.lvs.tool.cli.table.ClearCommand;
import dev.lvs.tool.cli.table.DrainCommand;
import dev.lvs.tool.cli.table.ListCommand;
import dev.lvs.tool.cli.table.RestoreCommand;
import dev.lvs.tool.cli.table.SaveCommand;
import dev.lvs.tool.cli.table.UndrainCommand;
import dev.lvs.tool.cli.table.ZeroCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code lvs} with all of its commands. */
@Command(
    name = "lvs",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    subcommands = {
      RunCommand.class,
      ListCommand.class,
      SaveCommand.class,
      RestoreCommand.class,
      ZeroCommand.class,
      ClearCommand.class,
      DrainCommand.class,
      UndrainCommand.class,
      DiffCommand.class,
      StatusCommand.class,
      HoldersCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      CompletionCommand.class,
      ManCommand.class,
      HelpCommand.class
    },
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
      "  lvs status                       whether all is well, with an exit code",
      "  lvs holders                      who has the VIPs, and why not this node",
      "  lvs list --stats                 the IPVS table, as ipvsadm -Ln --stats",
      "  lvs drain web-1 --timeout 5m --wait",
      "                                   take a real server out of this director's services",
      "  lvs save >table                  keep the IPVS table, for lvs restore",
      "  lvs import --from keepalived keepalived.conf",
      "                                   the same as manifests",
      "  lvs run --cleanup                take away everything that is ours"
    })
public final class LvsCommand {

  private LvsCommand() {}

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  public static int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return Failures.explainedOn(
        new CommandLine(new LvsCommand()).setCaseInsensitiveEnumValuesAllowed(true));
  }

  /**
   * Finds a command of lvs; lvs itself where there is no name.
   *
   * @throws CommandException where there is none of this name
   */
  static CommandLine command(@Nullable String name) {
    CommandLine all = commandLine();
    CommandLine wanted = name == null ? all : all.getSubcommands().get(name);
    if (wanted == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "lvs has no command '%s'; it has %s."
              .formatted(name, String.join(", ", all.getSubcommands().keySet())));
    }
    return wanted;
  }
}
