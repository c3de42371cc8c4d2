package dev.lvs.agent.daemon;

import dev.lvs.agent.ledger.LedgerException;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.round.UnfitNodeException;
import dev.lvs.agent.round.UnusablePlanException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what a command threw into one message on stderr and an exit code. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private Failures() {}

  /** Sets a program and its commands up to fail in this way, and to list their exit codes. */
  public static CommandLine explainedOn(CommandLine program) {
    Failures failures = new Failures();
    program.setParameterExceptionHandler(failures);
    program.setExecutionExceptionHandler(failures);
    program.getSubcommands().values().forEach(ExitCode::listIn);
    return program;
  }

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + mistake.getMessage());
    command.getErr().println("Try: " + name + " --help");
    return number(command, ExitCode.USAGE);
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    ExitCode code = code(failure);
    if (code == ExitCode.BUG) {
      failure.printStackTrace(command.getErr());
    }
    command.getErr().println("lvs: " + Objects.requireNonNullElse(failure.getMessage(), failure));
    return number(command, code);
  }

  /** A command that compares has one number for whatever keeps it from comparing. */
  private static int number(CommandLine command, ExitCode code) {
    return (ExitCode.TROUBLE.isOf(command.getCommandName()) ? ExitCode.TROUBLE : code).number();
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
