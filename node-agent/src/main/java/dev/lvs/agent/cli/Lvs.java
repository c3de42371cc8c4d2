package dev.lvs.agent.cli;

import dev.lvs.agent.Version;
import dev.lvs.agent.log.OneLineStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The program's entry. */
@Command(
    name = "lvs",
    mixinStandardHelpOptions = true,
    versionProvider = Lvs.Build.class,
    subcommands = {
      RunCommand.class,
      ListCommand.class,
      SaveCommand.class,
      RestoreCommand.class,
      ZeroCommand.class,
      ClearCommand.class,
      DiffCommand.class,
      StatusCommand.class,
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
      "  lvs list --stats                 the IPVS table, as ipvsadm -Ln --stats",
      "  lvs save >table                  keep the IPVS table, for lvs restore",
      "  lvs import --from keepalived keepalived.conf",
      "                                   the same as manifests",
      "  lvs run --cleanup                take away everything that is ours"
    })
public final class Lvs {

  private Lvs() {}

  public static void main(String... arguments) {
    System.setErr(new OneLineStream(System.err));
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine all = new CommandLine(new Lvs());
    all.setCaseInsensitiveEnumValuesAllowed(true);
    all.setParameterExceptionHandler(Lvs::explain);
    all.setExecutionExceptionHandler(new Failures());
    all.getSubcommands().values().forEach(Lvs::listExitCodes);
    return all;
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

  private static int explain(ParameterException mistake, String... arguments) {
    CommandLine command = mistake.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + mistake.getMessage());
    command.getErr().println("Try: " + name + " --help");
    return (command.getCommand() instanceof DiffCommand ? ExitCode.TROUBLE : ExitCode.USAGE)
        .number();
  }

  private static void listExitCodes(CommandLine command) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      if (code.isOf(command.getCommandName())) {
        codes.put(Integer.toString(code.number()), code.meaning());
      }
    }
    command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    command.getCommandSpec().usageMessage().exitCodeList(codes);
  }

  /** What {@code --version} prints. */
  static final class Build implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lvs " + Version.TEXT};
    }
  }
}
