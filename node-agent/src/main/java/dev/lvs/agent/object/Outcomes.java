package dev.lvs.agent.object;

import dev.lvs.agent.netlink.Answer;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Maps the kernel's answer to a change to an outcome. An errno is read together with its command:
 * its meaning there comes from the change.
 */
public final class Outcomes {
  /** Next step, for an agent's log as well as for somebody who typed a command. */
  public static final String AGAIN =
      "an agent tries again by itself, a command of lvs has to be run again";

  /** Text for an errno that a change knows nothing of. */
  public static final String UNEXPECTED = "it does not say why, but dmesg may tell more; " + AGAIN;

  private Outcomes() {}

  /** The outcome of a change that the kernel answered so. */
  public static Outcome of(Change change, Answer answer) {
    return of(change, answer, change::reason);
  }

  /**
   * The same where more is known than the change itself.
   *
   * @param reason what an errno means, and what to do
   */
  public static Outcome of(Change change, Answer answer, UnaryOperator<String> reason) {
    return switch (answer) {
      case Answer.Accepted() -> new Outcome.Applied(change);
      case Answer.Refused(var errno, var _) when change.done().contains(errno) ->
          new Outcome.AlreadySo(change);
      case Answer.Refused(var errno, var text) ->
          refused(
              change,
              errno.symbol(),
              "the kernel answers "
                  + errno
                  + text.map(words -> " \"" + words + "\"").orElse("")
                  + ": "
                  + reason(errno.symbol(), reason));
      case Answer.Unknown(var loss) ->
          new Outcome.Unknown(
              change,
              "whether it was possible to "
                  + change.title()
                  + " is not known, the kernel's answer was lost ("
                  + loss.name().toLowerCase(Locale.ROOT)
                  + "); "
                  + AGAIN);
    };
  }

  /** A refusal with a sentence for the user. */
  public static Outcome.Refused refused(Change change, String cause, String why) {
    return new Outcome.Refused(change, cause, "cannot " + change.title() + ": " + why);
  }

  /** Some mean the same whatever was asked for. */
  private static String reason(String errno, UnaryOperator<String> ofChange) {
    return switch (errno) {
      case "EPERM" ->
          "the agent lacks CAP_NET_ADMIN in the initial user namespace; run it as root on the"
              + " host, or in a privileged pod, not in a user namespace";
      case "ENOMEM" -> "the kernel has no memory for it; " + AGAIN;
      default -> ofChange.apply(errno);
    };
  }
}
