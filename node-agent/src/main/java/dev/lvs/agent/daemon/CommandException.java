package dev.lvs.agent.daemon;

/** A command cannot go on, for a reason that the user can do something about. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ExitCode code;

  /**
   * A failure.
   *
   * @param message a sentence: what is wrong, what to do
   */
  public CommandException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  public ExitCode code() {
    return code;
  }
}
