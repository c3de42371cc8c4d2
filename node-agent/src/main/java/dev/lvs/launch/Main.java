package dev.lvs.launch;

import dev.lvs.agent.daemon.Daemon;
import dev.lvs.agent.log.OneLineStream;
import dev.lvs.tool.cli.LvsCommand;

/**
 * Entry point of the program. {@code lvs run} is the daemon, for which no class of the tools is
 * loaded; everything else is for people at a terminal.
 */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("run")) {
      Daemon.main(arguments);
    }
    System.setErr(new OneLineStream(System.err));
    System.exit(LvsCommand.execute(arguments));
  }
}
