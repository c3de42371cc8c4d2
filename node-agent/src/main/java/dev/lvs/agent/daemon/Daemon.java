package dev.lvs.agent.daemon;

import dev.lvs.agent.log.OneLineStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program as the daemon needs it: {@code lvs} with the one command {@code run}. */
@Command(name = "lvs")
public final class Daemon {
  private Daemon() {}

  /** Entry point of an image that holds the daemon alone. */
  public static void main(String... arguments) {
    System.setErr(new OneLineStream(System.err));
    System.exit(execute(arguments));
  }

  /**
   * Runs the agent until it ends.
   *
   * @param arguments the first is {@code run}
   * @return the exit code
   */
  public static int execute(String... arguments) {
    return Failures.explainedOn(new CommandLine(new Daemon()).addSubcommand(new RunCommand()))
        .execute(arguments);
  }
}
