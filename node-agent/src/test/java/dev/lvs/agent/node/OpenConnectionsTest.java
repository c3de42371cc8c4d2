package dev.lvs.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenConnectionsTest {
  private static final OpenConnections CONNECTIONS = new OpenConnections(Path.of("/proc"));

  @ParameterizedTest
  @CsvSource({"127.0.0.41, 1", "::1, 2"}) // the client of the other is there too
  void countsTheConnectionsThatAreOpen(String text, int ends) throws IOException {
    Set<IpAddress> asked = Set.of(IpAddress.parseAny(text), IpAddress.parse("192.0.2.10"));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(text))) {
      try (Socket _ = new Socket(server.getInetAddress(), server.getLocalPort());
          Socket _ = server.accept()) {
        assertThat(CONNECTIONS.among(asked)).isEqualTo(Map.of(IpAddress.parseAny(text), ends));
      }
    }
  }

  @Test
  void seesSocketsOfUdpThatAreConnected() throws IOException {
    IpAddress here = IpAddress.parse("127.0.0.42");
    try (DatagramSocket client = new DatagramSocket(0, InetAddress.getByName("127.0.0.43"));
        DatagramSocket server = new DatagramSocket(0, InetAddress.getByName("127.0.0.42"))) {
      assertThat(CONNECTIONS.among(Set.of(here))).isEmpty();

      server.connect(client.getLocalSocketAddress());

      assertThat(CONNECTIONS.among(Set.of(here))).containsOnlyKeys(here);
    }
  }

  /** As Linux 6.12 writes it; unmarked addresses are those that the association may use too. */
  @Test
  void readsTheAddressesOfAssociations() {
    assertThat(
            OpenConnections.ends(
                " 9a11d000 8d2c1000 2   1   3  44        1        0        0       0 12345 36412 "
                    + "3868  192.0.2.21 *192.0.2.10 2001:db8::10 <-> *198.51.100.7 \t   30000"))
        .extracting(IpAddress::toString)
        .containsExactly("192.0.2.21", "192.0.2.10", "2001:db8::10");
    assertThat(OpenConnections.ends(" ASSOC     SOCK   STY SST ST HBKT ASSOC-ID")).isEmpty();
  }

  @Test
  void knowsNoneWhereNothingIsTold() {
    assertThat(new OpenConnections(Path.of("/nowhere")).among(Set.of(IpAddress.ipv4(1)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
        "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000",
        "   1: 0100007F:1F90 0100007F:0001 06 00000000:00000000 00:00000000 00000000",
        "   2: 0100:1F90 0100007F:0001 01 00000000:00000000 00:00000000 00000000",
        "   3: XYZ0007F:1F90 0100007F:0001 01 00000000:00000000 00:00000000 00000000"
      })
  void passesOverWhatIsNotOpenOrNotUnderstood(String line) {
    assertThat(OpenConnections.local(line)).isEmpty();
  }
}
