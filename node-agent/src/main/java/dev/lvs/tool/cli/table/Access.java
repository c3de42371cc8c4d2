package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.kernel.Console;
import dev.lvs.agent.model.Missing;

/** Access of the commands to IPVS. */
final class Access {
  private Access() {}

  /**
   * Opens IPVS in this network namespace.
   *
   * @throws CommandException when it is missing, or not for us
   */
  static Console open() {
    Console console = Console.open();
    console.missing().ifPresent(missing -> refuse(console, missing));
    return console;
  }

  private static void refuse(Console console, Missing missing) {
    console.close();
    throw new CommandException(
        missing.kind() == Missing.Kind.MODULE ? ExitCode.NO_IPVS : ExitCode.NO_PRIVILEGE,
        missing.message());
  }
}
