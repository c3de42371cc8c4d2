package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Answers;
import dev.lvs.lab.traffic.EchoServer;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class SipIT {

  private static final String SIP = "10.1.210.58:5060";

  @AutoClose private final Scenario sip = new Scenario(Topology.direct(), "sip");
  private List<EchoServer> servers = List.of();

  @BeforeEach
  void serve() {
    servers = List.of(server("rs-52"), server("rs-53"));
  }

  @AfterEach
  void end() {
    servers.forEach(EchoServer::close);
  }

  @Test
  @Row("persistence-sip-call-id")
  void aCallStaysOnOneServerWhoeverSpeaks() {
    Answers calls = callsFrom("10.1.210.101");
    Answers sameCallsFromAnother = callsFrom("10.1.210.102");

    assertThat(calls).hasToString("rs-52=3 rs-53=3");
    assertThat(words(sameCallsFromAnother)).isEqualTo(words(calls));
    assertThat(sip.director().witness()).contains("-A -u 10.1.210.58:5060 -s rr -p 300 --pe sip");
  }

  @Test
  @Row("persistence-sip-call-id")
  void withoutTheEngineAClientStaysWhateverTheCall() {
    sip.edit("virtual-service.yaml", ", engine: sip", "");

    assertThat(callsFrom("10.1.210.101").counts()).hasSize(1).containsValue(6);
    assertThat(callsFrom("10.1.210.102").counts()).hasSize(1).containsValue(6);
  }

  private EchoServer server(String name) {
    return sip.host(name).inside(() -> new EchoServer(name, Topology.VIP, 5060));
  }

  /** Six calls, one datagram of each. */
  private Answers callsFrom(String client) {
    return new Answers(
        IntStream.range(0, 6)
            .mapToObj(
                call ->
                    sip.client()
                        .from(client)
                        .say(
                            SIP,
                            """
                            OPTIONS sip:service@10.1.210.58 SIP/2.0\r
                            Via: SIP/2.0/UDP %1$s\r
                            From: <sip:caller@10.1.210.100>\r
                            To: <sip:service@10.1.210.58>\r
                            Call-ID: call-%2$d@example.org\r
                            CSeq: 1 OPTIONS\r
                            Content-Length: 0\r
                            \r
                            """
                                .formatted(client, call)))
            .toList());
  }

  private static List<String> words(Answers answers) {
    return answers.all().stream().map(answer -> answer.word()).toList();
  }
}
