package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.SctpClient;
import dev.lvs.lab.traffic.SctpServer;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class SctpIT {

  private static final String DIAMETER = "10.1.210.58:3868";

  @AutoClose private final Scenario sctp = new Scenario(Topology.nat(2), "sctp");
  private List<SctpServer> servers = List.of();

  @BeforeEach
  void serve() {
    servers = List.of(server("web-1", "192.0.2.21"), server("web-2", "192.0.2.22"));
  }

  @AfterEach
  void end() {
    servers.forEach(SctpServer::close);
  }

  @Test
  @Row("services-sctp")
  void balancesAssociations() {
    var answers = client().ask(DIAMETER, 6);

    assertThat(answers).hasToString("web-1=3 web-2=3");
    assertThat(answers.localEnds()).containsExactly("192.0.2.21:3868", "192.0.2.22:3868");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.100");
    assertThat(sctp.director().witness())
        .containsExactly(
            "-A --sctp-service 10.1.210.58:3868 -s rr",
            "-a --sctp-service 10.1.210.58:3868 -r 192.0.2.21:3868 -m -w 1",
            "-a --sctp-service 10.1.210.58:3868 -r 192.0.2.22:3868 -m -w 1");
  }

  @Test
  @Row("services-sctp")
  void aServiceOfTcpDoesNotServeThem() {
    sctp.edit("virtual-service.yaml", "protocol: SCTP", "protocol: TCP");

    assertThat(client().ask(DIAMETER, 1)).hasToString("REFUSED");
  }

  private SctpClient client() {
    return new SctpClient(sctp.host("client")::inside, "10.1.210.100");
  }

  private SctpServer server(String name, String address) {
    return sctp.host(name).inside(() -> new SctpServer(name, address, 3868));
  }
}
