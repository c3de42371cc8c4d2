package dev.lvs.tool.cli;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.ExitCode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lvs completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Prints the script that completes lvs in a shell.",
    footer = {
      "",
      "Examples:",
      "  lvs completion bash >/etc/bash_completion.d/lvs    from the next shell on",
      "  . <(lvs completion zsh)                            in this one"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Supported shells. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(
      index = "0",
      paramLabel = "SHELL",
      description = "One of ${COMPLETION-CANDIDATES}, in lower case too.")
  Shell shell = Shell.BASH;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(script(shell));
    out.flush();
    return ExitCode.DONE.number();
  }

  /** The script for a shell; zsh reads that of bash once its bashcompinit is loaded. */
  static String script(Shell shell) {
    CommandLine all = LvsCommand.commandLine();
    String bash = AutoComplete.bash(all.getCommandName(), all);
    return switch (shell) {
      case BASH -> bash;
      case ZSH ->
          "#compdef lvs\nautoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n" + bash;
    };
  }
}
