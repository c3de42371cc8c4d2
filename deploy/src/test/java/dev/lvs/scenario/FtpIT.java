package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.FtpClient;
import dev.lvs.lab.traffic.FtpServer;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class FtpIT {

  private static final int UNKNOWN_PORT = 2121;

  @AutoClose
  private final Scenario ftp =
      new Scenario(
          Topology.nat(2),
          "nat",
          nat -> nat.replace("virtual-service.yaml", "{port: 80, targetPort: 8080}", "{port: 21}"));

  private final List<FtpServer> servers = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    for (String name : List.of("web-1", "web-2")) {
      servers.add(new FtpServer(name, ftp.host(name)::inside, 21));
      servers.add(new FtpServer(name, ftp.host(name)::inside, UNKNOWN_PORT));
    }
  }

  @AfterEach
  void end() {
    servers.forEach(FtpServer::close);
  }

  @Test
  @Row("ftp-helper")
  void theClientIsSentToTheVipForTheData() {
    var transfer = client().fetch("10.1.210.58", 21);

    assertThat(transfer.place().getAddress().getHostAddress()).isEqualTo("10.1.210.58");
    assertThat(transfer.answer().word()).startsWith("web-");
    assertThat(ftp.agents().round("lvs-director").isConverged()).isTrue();
  }

  @Test
  @Row("ftp-helper")
  void onAPortThatTheHelperDoesNotReadTheClientIsSentToTheRealServer() {
    ftp.edit("virtual-service.yaml", "{port: 21}", "{port: %d}".formatted(UNKNOWN_PORT));

    var transfer = client().fetch("10.1.210.58", UNKNOWN_PORT);

    assertThat(transfer.place().getAddress().getHostAddress()).startsWith("192.0.2.2");
    assertThat(transfer.answer().word()).isEqualTo("REFUSED");
  }

  private FtpClient client() {
    return new FtpClient(ftp.host("client")::inside);
  }
}
