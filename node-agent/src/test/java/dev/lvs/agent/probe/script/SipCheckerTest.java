package dev.lvs.agent.probe.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.probe.Talk;
import dev.lvs.agent.syscall.IpSockets.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipCheckerTest {
  private static final String TRYING = "SIP/2.0 100 Trying\r\nCSeq: 1 OPTIONS\r\n\r\n";

  @Test
  void asksTheServerItselfForItsOptions() {
    String sent = Talk.with(new SipChecker(Kind.UDP)).sent();

    assertThat(sent)
        .startsWith("OPTIONS sip:192.0.2.21:8080 SIP/2.0\r\nVia: SIP/2.0/UDP ")
        .contains(";rport\r\n", "To: <sip:192.0.2.21:8080>\r\n", "CSeq: 1 OPTIONS\r\n")
        .endsWith("Content-Length: 0\r\n\r\n");
    assertThat(Talk.with(new SipChecker(Kind.UDP)).sent()).isNotEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, passed",
    "401 Unauthorized, passed",
    "404 Not Found, passed",
    "500 Server Internal Error, 192.0.2.21:8080 answers 'SIP/2.0 500 Server Internal Error' to OPTIONS",
    "503 Full, 192.0.2.21:8080 answers 'SIP/2.0 503 Full' to OPTIONS",
    "603 Decline, 192.0.2.21:8080 answers 'SIP/2.0 603 Decline' to OPTIONS"
  })
  void judgesByTheFinalAnswer(String status, String outcome) {
    String answer = "SIP/2.0 " + status + "\r\nCSeq: 1 OPTIONS\r\n\r\n";

    assertThat(Talk.with(new SipChecker(Kind.UDP)).says(TRYING).says(answer).outcome())
        .isEqualTo(outcome);
    assertThat(
            Talk.with(new SipChecker(Kind.TCP))
                .says((TRYING + answer).getBytes(UTF_8), 7)
                .outcome())
        .isEqualTo(outcome);
  }

  @Test
  void waitsForTheFinalAnswer() {
    assertThat(Talk.with(new SipChecker(Kind.UDP)).says(TRYING).outcome()).isEqualTo("waiting");
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 200 OK", "SIP/2.0 hello", "SIP/2.0 200 OK and nothing more"})
  void takesNothingElseForSip(String answer) {
    assertThat(Talk.with(new SipChecker(Kind.UDP)).says(answer).outcome())
        .isEqualTo("192.0.2.21:8080 says '%s', which is no SIP", answer);
  }

  @Test
  void givesUpOnAnEndlessAnswer() {
    assertThat(Talk.with(new SipChecker(Kind.TCP)).says(new byte[100_000], 1000).outcome())
        .endsWith("which is no SIP");
  }

  @Test
  void saysThatTheServerHungUp() {
    assertThat(Talk.with(new SipChecker(Kind.TCP)).ends().outcome())
        .isEqualTo("192.0.2.21:8080 ended the connection without an answer to OPTIONS");
  }
}
