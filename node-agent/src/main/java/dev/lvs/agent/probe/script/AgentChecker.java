package dev.lvs.agent.probe.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.Advice.Load;
import dev.lvs.agent.probe.Advice.State;
import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.IpSockets;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks a server how much work it can take, by HAProxy's agent-check protocol: one line of words,
 * e.g. {@code up 75%}, {@code drain}, {@code down # disk is full}.
 *
 * <p>{@code down}, {@code fail} and {@code stopped} are a failure; {@code ready}, {@code drain} and
 * {@code maint} are advice, like a percentage. {@code maxconn:N} is ignored. Any other word makes
 * the answer malformed.
 *
 * @param send bytes sent first, e.g. a name and a line feed; may be empty
 */
public record AgentChecker(String send) implements Checker {
  private static final int LONGEST = 1024;
  private static final int MOST_PERCENT = 256;

  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.TCP;
  }

  @Override
  public Dialogue begin(Target target) {
    return new Reading(target);
  }

  private final class Reading implements Dialogue {
    private final Target target;
    private final StringBuilder line = new StringBuilder();

    Reading(Target target) {
      this.target = target;
    }

    @Override
    public Step connected() {
      return Step.send(send.getBytes(UTF_8));
    }

    @Override
    public Step received(ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        char next = (char) (bytes.get() & 0xff);
        if (next == '\n' || next == '\r') {
          return judge();
        }
        line.append(next);
        if (line.length() > LONGEST) {
          return Step.failed("the agent at " + target + " sends no line");
        }
      }
      return Step.WAIT;
    }

    @Override
    public Step ended() {
      return judge();
    }

    @Override
    public String missing() {
      return "no line of an agent";
    }

    private Step judge() {
      String text = line.toString();
      int note = text.indexOf('#');
      String words = note < 0 ? text : text.substring(0, note);
      String why = note < 0 ? "" : ": " + Quoted.of(text.substring(note + 1).strip());
      Optional<Load> load = Optional.empty();
      Optional<State> state = Optional.empty();
      boolean said = false;
      for (String word : words.toLowerCase(Locale.ROOT).split("[ \t,]+", -1)) {
        switch (word) {
          case "" -> {
            continue;
          }
          case "up" -> {}
          case "down", "fail", "failed", "stopped" -> {
            return Step.failed("the agent at " + target + " says " + word + why);
          }
          case "ready" -> state = Optional.of(State.READY);
          case "drain" -> state = Optional.of(State.DRAIN);
          case "maint" -> state = Optional.of(State.MAINTENANCE);
          default -> {
            Optional<Load> part = percent(word);
            if (part.isEmpty() && !word.startsWith("maxconn:")) {
              return garbled(text);
            }
            load = part.isPresent() ? part : load;
          }
        }
        said = true;
      }
      return said
          ? new Step.Done(
              new ProbeResult.Passed(Optional.of(new Advice(load, state)), Optional.empty()))
          : garbled(text);
    }

    private Step garbled(String text) {
      return Step.failed(
          "the agent at " + target + " says " + Quoted.of(text) + ", which is no agent-check");
    }
  }

  private static Optional<Load> percent(String word) {
    if (!word.endsWith("%") || word.length() < 2 || word.length() > 4) {
      return Optional.empty();
    }
    String digits = word.substring(0, word.length() - 1);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int number = Integer.parseInt(digits);
    return number <= MOST_PERCENT ? Optional.of(new Load.Percent(number)) : Optional.empty();
  }
}
