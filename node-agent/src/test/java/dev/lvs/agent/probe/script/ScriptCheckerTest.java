package dev.lvs.agent.probe.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.Bytes;
import dev.lvs.agent.probe.Expectation;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Talk;
import dev.lvs.agent.probe.UdpChecker;
import dev.lvs.agent.syscall.IpSockets.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptCheckerTest {

  @Test
  void speaksInTurn() {
    Talk talk = Talk.with(KnownScripts.smtp());
    assertThat(talk.sent()).isEmpty();

    talk.says("220-mx.example.com ESMTP\r\n22").says("0 ready\r\n");
    assertThat(talk.sent()).isEqualTo("EHLO lvs-operator.invalid\r\n");

    talk.says("250-SIZE 1000\r\n250 HELP\r\n");
    assertThat(talk.sent()).endsWith("QUIT\r\n");
    assertThat(talk.says("221 bye\r\n").outcome()).isEqualTo("passed");
  }

  @Test
  void takesAnAnswerOnceOnly() {
    Talk talk = Talk.with(KnownScripts.pop3()).says("+OK ready\r\n");

    assertThat(talk.outcome()).isEqualTo("waiting");
    assertThat(talk.says("+OK bye\r\n").outcome()).isEqualTo("passed");
  }

  @Test
  void goesOnWithWhatCameEarly() {
    assertThat(Talk.with(KnownScripts.pop3()).says("+OK ready\r\n+OK bye\r\n").outcome())
        .isEqualTo("passed");
  }

  @Test
  void saysWhatCameInsteadWhenTheServerHangsUp() {
    assertThat(Talk.with(KnownScripts.smtp()).says("421 too busy\r\n").ends().outcome())
        .isEqualTo(
            "192.0.2.21:8080 ended the connection, expected /(?m)^220 / (it said '421 too busy')");
  }

  @ParameterizedTest
  @CsvSource({"2, passed", "3, passed", "11, passed", "5, 'does not answer with'"})
  void takesAnyAnswerOfRadius(int code, String outcome) {
    Talk talk = Talk.with(KnownScripts.radius());
    byte[] answer = new byte[20];
    answer[0] = (byte) code;
    answer[1] = 42;
    answer[3] = 20;

    assertThat(talk.sent()).hasSize(64).startsWith("\1\52\0\100");
    assertThat(talk.says(answer, 20).outcome()).contains(outcome);
  }

  @Test
  void givesUpOnAnEndlessAnswer() {
    Talk talk = Talk.with(KnownScripts.ssh());
    int lines = 0;
    while (talk.outcome().equals("waiting") && lines++ < 100_000) {
      talk.says("Warning: no trespassing, no trespassing, no trespassing.\r\n");
    }

    assertThat(talk.outcome())
        .startsWith("192.0.2.21:8080 does not answer with /(?m)^SSH-(2\\.0|1\\.99)-/");
  }

  @Test
  void judgesOneDatagramAsAWhole() {
    ScriptChecker udp =
        new ScriptChecker(
            "mine",
            Kind.UDP,
            List.of(
                new ScriptChecker.Line.Send(Bytes.of(new byte[] {1})),
                new ScriptChecker.Line.Expect(new Expectation.Match(Pattern.compile("^pong")))));

    assertThat(Talk.with(udp).says("ping").outcome())
        .isEqualTo("192.0.2.21:8080 does not answer with /^pong/ (it said 'ping')");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          up                      | passed
          up 75%                  | 75% -
          75%                     | 75% -
          ready, 100% maxconn:30  | 100% READY
          drain                   | - DRAIN
          maint                   | - MAINTENANCE
          0%                      | 0% -
          down                    | the agent at 192.0.2.21:8080 says down
          stopped # disk is full  | the agent at 192.0.2.21:8080 says stopped: 'disk is full'
          up 300%                 | the agent at 192.0.2.21:8080 says 'up 300%', which is no agent-check
          HTTP/1.1 400            | the agent at 192.0.2.21:8080 says 'HTTP/1.1 400', which is no agent-check
          ''                      | the agent at 192.0.2.21:8080 says '', which is no agent-check
          """)
  void readsWhatAnAgentSays(String line, String outcome) {
    Talk talk = Talk.with(new AgentChecker("web/1\n")).says(line + "\n");

    assertThat(talk.sent()).isEqualTo("web/1\n");
    assertThat(advice(talk)).isEqualTo(outcome);
  }

  @Test
  void readsAnAgentThatEndsWithoutALineFeed() {
    assertThat(advice(Talk.with(new AgentChecker("")).says("50%").ends())).isEqualTo("50% -");
  }

  @Test
  void sendsADatagramAndHoldsTheAnswerToWhatIsExpected() {
    Bytes payload = Bytes.of("hello".getBytes(ISO_8859_1));
    UdpChecker strict =
        new UdpChecker(payload, Optional.of(new Expectation.Match(Pattern.compile("^hi$"))), false);

    assertThat(Talk.with(strict).sent()).isEqualTo("hello");
    assertThat(Talk.with(strict).says("hi").outcome()).isEqualTo("passed");
    assertThat(Talk.with(strict).says("ho").outcome())
        .isEqualTo("the answer of 192.0.2.21:8080 does not have /^hi$/");
    assertThat(strict)
        .isEqualTo(
            new UdpChecker(
                payload, Optional.of(new Expectation.Match(Pattern.compile("^hi$"))), false));
  }

  private static String advice(Talk talk) {
    if (!(talk.outcome().equals("passed")
        && talk.result() instanceof ProbeResult.Passed(var advice, var _)
        && advice.isPresent())) {
      return talk.outcome();
    }
    OptionalInt percent =
        advice.get().load().orElse(null) instanceof Advice.Load.Percent(int part)
            ? OptionalInt.of(part)
            : OptionalInt.empty();
    String state = advice.get().state().map(Enum::name).orElse("-");
    return percent.isEmpty() && state.equals("-")
        ? "passed"
        : (percent.isPresent() ? percent.getAsInt() + "%" : "-") + " " + state;
  }
}
