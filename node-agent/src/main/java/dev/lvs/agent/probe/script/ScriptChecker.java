package dev.lvs.agent.probe.script;

import dev.lvs.agent.probe.Bytes;
import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.Expectation;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.IpSockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Checks a server by lines that are sent and answers that are expected, in turn.
 *
 * @param name as messages name the script, e.g. {@code smtp}
 * @param transport TCP or UDP
 */
public record ScriptChecker(String name, IpSockets.Kind transport, List<Line> lines)
    implements Checker {
  /** Bytes of one answer. */
  private static final int MOST = 64 * 1024;

  public ScriptChecker {
    lines = List.copyOf(lines);
  }

  /** One line of a script: bytes to send, or an answer to expect. */
  public sealed interface Line {
    /** Bytes to send. */
    record Send(Bytes bytes) implements Line {}

    /** An answer that has to come before the script goes on. */
    record Expect(Expectation text) implements Line {}
  }

  @Override
  public Dialogue begin(Target target) {
    return new Reading(target);
  }

  private final class Reading implements Dialogue {
    private final Target target;
    private int next;
    private byte[] answer = new byte[0];
    private int size;

    Reading(Target target) {
      this.target = target;
    }

    @Override
    public Step connected() {
      return goOn();
    }

    @Override
    public Step received(ByteBuffer bytes) {
      int more = bytes.remaining();
      if (size + more > answer.length) {
        answer = Arrays.copyOf(answer, Math.max(2 * answer.length, size + more));
      }
      bytes.get(answer, size, more);
      size += more;
      return goOn();
    }

    @Override
    public Step ended() {
      Step step = goOn();
      return step instanceof Step.Done
          ? step
          : Step.failed(target + " ended the connection, expected " + expected() + received());
    }

    @Override
    public String missing() {
      return "no " + expected() + received();
    }

    /** Follows the script as far as what came allows. */
    private Step goOn() {
      byte[] sending = new byte[0];
      while (next < lines.size()) {
        switch (lines.get(next)) {
          case Line.Send(var bytes) -> {
            int before = sending.length;
            sending = Arrays.copyOf(sending, before + bytes.length());
            bytes.toBuffer().get(sending, before, bytes.length());
          }
          case Line.Expect(var text) -> {
            Optional<Step> stays = look(text, sending);
            if (stays.isPresent()) {
              return stays.get();
            }
          }
        }
        next++;
      }
      return Step.passed();
    }

    /** Empty where the answer is there, which is taken out of what came. */
    private Optional<Step> look(Expectation text, byte[] sending) {
      int end = text.find(answer, size);
      if (end == Expectation.GIVEN_UP) {
        return Optional.of(Step.failed(Expectation.tooDear(text, "the answer of " + target)));
      }
      if (end >= 0) {
        System.arraycopy(answer, end, answer, 0, size - end);
        size -= end;
        return Optional.empty();
      }
      boolean whole = transport == IpSockets.Kind.UDP && size > 0;
      if (size >= MOST || whole) {
        return Optional.of(
            Step.failed(target + " does not answer with " + text.title() + received()));
      }
      return Optional.of(Step.send(sending));
    }

    private String expected() {
      return next < lines.size() && lines.get(next) instanceof Line.Expect(var text)
          ? text.title()
          : "the end of script " + name;
    }

    private String received() {
      if (size == 0) {
        return "";
      }
      String text = new String(answer, 0, size, StandardCharsets.ISO_8859_1);
      return " (it said " + Quoted.of(text.stripTrailing()) + ")";
    }
  }
}
