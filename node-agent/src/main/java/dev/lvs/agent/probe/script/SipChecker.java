package dev.lvs.agent.probe.script;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.IpSockets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a SIP server (RFC 3261) what it can do: OPTIONS, each time as another transaction. Any final
 * answer below 500 will do, since a server that wants a user or a password first works too.
 *
 * @param transport TCP or UDP
 */
public record SipChecker(IpSockets.Kind transport) implements Checker {
  private static final int LONGEST = 64 * 1024;
  private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 ([1-6])([0-9]{2}) [^\r\n]*");
  private static final Pattern END = Pattern.compile("\r\n\r\n");

  @Override
  public Dialogue begin(Target target) {
    return new Asking(target, Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  private final class Asking implements Dialogue {
    private final Target target;
    private final String id;
    private byte[] answer = new byte[0];

    Asking(Target target, String id) {
      this.target = target;
      this.id = id;
    }

    @Override
    public Step connected() {
      String server = "<sip:%s>".formatted(target);
      return Step.send(
          String.join(
                  "\r\n",
                  "OPTIONS sip:%s SIP/2.0".formatted(target),
                  // the answer goes where the question came from (RFC 3581)
                  "Via: SIP/2.0/%s lvs-operator.invalid;branch=z9hG4bK%s;rport"
                      .formatted(transport, id),
                  "Max-Forwards: 70",
                  "From: <sip:check@lvs-operator.invalid>;tag=" + id,
                  "To: " + server,
                  "Call-ID: %s@lvs-operator.invalid".formatted(id),
                  "CSeq: 1 OPTIONS",
                  "Contact: <sip:check@lvs-operator.invalid>",
                  "Accept: application/sdp",
                  "Content-Length: 0",
                  "",
                  "")
              .getBytes(US_ASCII));
    }

    @Override
    public Step received(ByteBuffer bytes) {
      int before = transport == IpSockets.Kind.UDP ? 0 : answer.length;
      answer = Arrays.copyOf(answer, before + bytes.remaining());
      bytes.get(answer, before, answer.length - before);
      return judge();
    }

    /** Provisional answers come before the final one, in datagrams or messages of their own. */
    private Step judge() {
      String text = new String(answer, US_ASCII);
      int from = 0;
      Matcher end = END.matcher(text);
      while (end.find()) {
        String message = text.substring(from, end.start());
        Matcher status = STATUS.matcher(message);
        if (!status.lookingAt()) {
          return Step.failed(target + " says " + Quoted.of(message) + ", which is no SIP");
        }
        int kind = status.group(1).charAt(0) - '0';
        if (kind >= 2) {
          return kind < 5
              ? Step.passed()
              : Step.failed(target + " answers " + Quoted.of(status.group()) + " to OPTIONS");
        }
        from = end.end();
      }
      boolean isWhole = transport == IpSockets.Kind.UDP && from == 0 && !text.isEmpty();
      return isWhole || text.length() > LONGEST
          ? Step.failed(target + " says " + Quoted.of(text) + ", which is no SIP")
          : Step.WAIT;
    }

    @Override
    public Step ended() {
      return transport == IpSockets.Kind.UDP
          ? Step.failed(target + " sends an empty datagram, which is no SIP")
          : Step.failed(target + " ended the connection without an answer to OPTIONS");
    }

    @Override
    public String missing() {
      return "no answer to OPTIONS";
    }
  }
}
