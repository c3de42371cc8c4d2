package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.EchoServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One-packet scheduling with NAT, of which compile warns: answers do not come back. */
@Tag("kernel")
class OnePacketByNatIT {

  private static final String DNS = "10.1.210.58:53";

  @AutoClose
  private final Scenario nat =
      new Scenario(
          Topology.nat(2),
          "nat",
          manifests ->
              manifests.replace(
                  "virtual-service.yaml",
                  "ports: [{port: 80, targetPort: 8080}]\n",
                  "ports: [{port: 53, protocol: UDP}]\n  onePacket: true\n"));

  private List<EchoServer> servers = List.of();

  @BeforeEach
  void serve() {
    servers = List.of(server("web-1", "192.0.2.21"), server("web-2", "192.0.2.22"));
  }

  @AfterEach
  void end() {
    servers.forEach(EchoServer::close);
  }

  @Test
  void noAnswerComesBackToADatagramThatNoConnectionIsRememberedOf() {
    assertThat(nat.client().ask(DNS, 1)).hasToString("TIMEOUT");

    nat.edit("virtual-service.yaml", "  onePacket: true\n", "");

    assertThat(nat.client().ask(DNS, 2)).hasToString("web-1=1 web-2=1");
  }

  private EchoServer server(String name, String address) {
    return nat.host(name).inside(() -> new EchoServer(name, address, 53));
  }
}
