package dev.lvs.agent.probe.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Expectation;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Talk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCheckerTest {
  private static final HttpChecker PLAIN = HttpChecker.get("/healthz");

  @Test
  void asksOnceAndHasTheServerClose() {
    Talk talk = Talk.with(PLAIN);

    assertThat(talk.sent())
        .isEqualTo(
            lines(
                "GET /healthz HTTP/1.1",
                "Host: 192.0.2.21:8080",
                "User-Agent: lvs-operator",
                "Connection: close",
                ""));
  }

  @Test
  void sendsTheHostAndHeadersThatItIsGiven() {
    Talk talk =
        Talk.with(
            new HttpChecker(
                "HEAD",
                "/",
                Optional.of("shop.example.com"),
                new TreeMap<>(Map.of("User-Agent", "probe", "X-Check", "1")),
                List.of(StatusRange.parse("200")),
                Optional.empty()));

    assertThat(talk.sent())
        .isEqualTo(
            lines(
                "HEAD / HTTP/1.1",
                "Host: shop.example.com",
                "Connection: close",
                "User-Agent: probe",
                "X-Check: 1",
                ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK                     | passed
          HTTP/1.1 204                        | passed
          HTTP/1.0 299 Fine                   | passed
          HTTP/1.1 301 Moved Permanently      | HTTP 301 from 192.0.2.21:8080/healthz, expected 200-299
          HTTP/1.1 503 Service Unavailable    | HTTP 503 from 192.0.2.21:8080/healthz, expected 200-299
          HTTP/1.1 2000 OK                    | the answer is not HTTP: 'HTTP/1.1 2000 OK' (192.0.2.21:8080/healthz)
          HTTP/2 200                          | the answer is not HTTP: 'HTTP/2 200' (192.0.2.21:8080/healthz)
          SSH-2.0-OpenSSH_9.2p1               | the answer is not HTTP: 'SSH-2.0-OpenSSH_9.2p1' (192.0.2.21:8080/healthz)
          """)
  void judgesTheStatus(String line, String outcome) {
    Talk talk = Talk.with(PLAIN).says(line + "\r\nServer: test\r\n\r\n");

    assertThat(talk.outcome()).isEqualTo(outcome);
  }

  @Test
  void passesOverInterimAnswers() {
    Talk talk =
        Talk.with(PLAIN)
            .says("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 500 No\r\n\r\n");

    assertThat(talk.outcome()).startsWith("HTTP 500");
  }

  @Test
  void isNotSatisfiedByAStatusLineWithoutItsHeaders() {
    Talk talk = Talk.with(PLAIN).says("HTTP/1.1 200 OK\r\nServer: te");

    assertThat(talk.outcome()).isEqualTo("waiting");
    assertThat(talk.ends().outcome())
        .isEqualTo("the connection ended within the answer (192.0.2.21:8080/healthz)");
  }

  @Test
  void saysThatAServerHungUpWithoutAnAnswer() {
    assertThat(Talk.with(PLAIN).ends().outcome())
        .isEqualTo("the connection ended before an answer (192.0.2.21:8080/healthz)");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7", "1000"})
  void readsABodyInChunksOfAnySizeInPiecesOfAnySize(int piece) {
    String answer =
        lines("HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked", "")
            + lines("4;a=b", "all ", "6", "is wel", "1", "l", "0", "Trailer: x", "");

    assertThat(with("all is well").says(answer.getBytes(ISO_8859_1), piece).outcome())
        .isEqualTo("passed");
    assertThat(with("all is lost").says(answer.getBytes(ISO_8859_1), piece).outcome())
        .isEqualTo("the body of 192.0.2.21:8080/healthz does not have 'all is lost'");
  }

  @Test
  void readsABodyToTheEndOfTheConnection() {
    Talk talk = with("well").says("HTTP/1.0 200 OK\r\n\r\nall is ");

    assertThat(talk.outcome()).isEqualTo("waiting");
    assertThat(talk.says("well").ends().outcome()).isEqualTo("passed");
  }

  @Test
  void takesACutBodyForAFailureAlthoughItsTextCame() {
    Talk talk = with("well").says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nall is well");

    assertThat(talk.ends().outcome()).startsWith("the connection ended within the answer");
  }

  @ParameterizedTest
  @CsvSource({"-1", "1e3", "99999999999999999999", "'1, 2'", "''"})
  void refusesALengthThatIsNone(String length) {
    Talk talk = with("x").says("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");

    assertThat(talk.outcome()).startsWith("the answer has the Content-Length '" + length + "'");
  }

  @Test
  void readsNoMoreOfAnEndlessBodyThanItKeeps() {
    Talk talk = with("never").says("HTTP/1.1 200 OK\r\n\r\n");
    byte[] noise = new byte[1024];
    int sent = 0;
    while (talk.outcome().equals("waiting")) {
      talk.says(noise, 1024);
      sent++;
    }

    assertThat(sent).isEqualTo(128);
    assertThat(talk.outcome())
        .isEqualTo(
            "the body of 192.0.2.21:8080/healthz does not have 'never' in its first 128 KiB");
  }

  @Test
  void readsNoEndlessHeaders() {
    Talk talk = Talk.with(PLAIN).says("HTTP/1.1 200 OK\r\n");
    int sent = 0;
    while (talk.outcome().equals("waiting") && sent < 10_000) {
      talk.says("X-Noise: 0123456789012345678901234567890123456789\r\n");
      sent++;
    }

    assertThat(talk.outcome()).startsWith("the headers of the answer are longer than 65536 bytes");
  }

  @Test
  void stopsARegularExpressionThatRunsAway() {
    Talk talk =
        Talk.with(expecting(new Expectation.Match(Pattern.compile("(.*a){20}$"))))
            .says("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n" + "a".repeat(39) + "!");

    assertThat(talk.outcome())
        .isEqualTo(
            "the search for /(.*a){20}$/ in the body of 192.0.2.21:8080/healthz takes too many"
                + " steps: use a simpler expression");
  }

  @Test
  void findsARegularExpressionAnywhereInTheBody() {
    Checker checker = expecting(new Expectation.Match(Pattern.compile("lag=[0-9]{1,2}\\b")));
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n";

    assertThat(Talk.with(checker).says(answer + "role=x lag=42").outcome()).isEqualTo("passed");
    assertThat(Talk.with(checker).says(answer + "role=x lag=42").result())
        .isEqualTo(ProbeResult.Passed.PLAIN);
    assertThat(Talk.with(checker).says(answer + "role=x lag=-1").outcome())
        .contains("does not have /lag=[0-9]{1,2}\\b/");
  }

  @Test
  void comparesChecksByTheirExpressions() {
    assertThat(expecting(new Expectation.Match(Pattern.compile("a"))))
        .isEqualTo(expecting(new Expectation.Match(Pattern.compile("a"))))
        .isNotEqualTo(expecting(new Expectation.Match(Pattern.compile("b"))));
  }

  @Property
  boolean neverThrowsForWhatAServerSends(
      @ForAll byte[] noise, @ForAll @IntRange(min = 1, max = 64) int piece) {
    Talk raw = with("x").says(noise, piece).ends();
    byte[] head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1);
    Talk chunks = with("x").says(head, piece).says(noise, piece).ends();
    return !raw.outcome().equals("waiting") && !chunks.outcome().equals("waiting");
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static Talk with(String text) {
    return Talk.with(expecting(new Expectation.Text(text)));
  }

  private static HttpChecker expecting(Expectation body) {
    return new HttpChecker(
        "GET",
        "/healthz",
        Optional.empty(),
        new TreeMap<>(),
        List.of(new StatusRange(200, 299)),
        Optional.of(body));
  }
}
