package dev.lvs.agent.cli;

import dev.lvs.agent.UnfitNodeException;
import dev.lvs.agent.UnusablePlanException;
import dev.lvs.agent.kernel.LedgerException;
import dev.lvs.agent.kernel.Missing;
import dev.lvs.agent.netlink.TransportException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command threw into one message on stderr and an exit code. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    ExitCode code = code(failure);
    if (code == ExitCode.BUG) {
      failure.printStackTrace(command.getErr());
    }
    command.getErr().println("lvs: " + Objects.requireNonNullElse(failure.getMessage(), failure));
    boolean comparing = command.getCommandSpec().userObject() instanceof DiffCommand;
    return (comparing ? ExitCode.TROUBLE : code).number();
  }

  private static ExitCode code(Exception failure) {
    return switch (failure) {
      case CommandException e -> e.code();
      case UnfitNodeException e ->
          e.missing().stream().anyMatch(missing -> missing.kind() == Missing.Kind.CAPABILITY)
              ? ExitCode.NO_PRIVILEGE
              : ExitCode.NO_IPVS;
      case UnusablePlanException _ -> ExitCode.BAD_PLAN;
      case LedgerException _ -> ExitCode.STATE;
      case TransportException _ -> ExitCode.KERNEL;
      default -> ExitCode.BUG;
    };
  }
}
