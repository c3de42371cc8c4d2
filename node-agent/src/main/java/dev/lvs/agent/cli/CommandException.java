package dev.lvs.agent.cli;

/** A command cannot go on, for a reason that the user can do something about. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ExitCode code;

  /**
   * A failure.
   *
   * @param message a sentence: what is wrong, what to do
   */
  CommandException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
