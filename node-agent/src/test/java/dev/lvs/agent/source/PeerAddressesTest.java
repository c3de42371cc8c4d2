package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerAddressesTest {
  @Test
  void findsWhereThisProcessIsConnected() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.7");
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        Socket _ = new Socket(loopback, server.getLocalPort());
        Socket _ = server.accept()) {
      assertThat(new PeerAddresses(Path.of("/proc/self")).read())
          .contains(IpAddress.parse("127.0.0.7"));
    }
  }

  @Test
  void readsBothFamilies(@TempDir Path proc) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.createDirectories(proc.resolve("fd"));
    Files.createSymbolicLink(proc.resolve("fd/5"), Path.of("socket:[71]"));
    Files.createSymbolicLink(proc.resolve("fd/6"), Path.of("socket:[72]"));
    Files.createSymbolicLink(proc.resolve("fd/7"), Path.of("socket:[73]"));
    Files.writeString(
        proc.resolve("net/tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 010200C0:9C40 0A6433C6:192B 01 00000000:00000000 00:00000000 00000000     0        0 71 1
           1: 010200C0:9C41 0B6433C6:192B 01 00000000:00000000 00:00000000 00000000     0        0 99 1
        """);
    Files.writeString(
        proc.resolve("net/tcp6"),
        """
          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: B80D0120000000000000000001000000:9C40 B80D01200000000000000000FE000000:192B 01 00000000:00000000 00:00000000 00000000     0        0 72 1
           1: 0000000000000000FFFF0000010200C0:9C40 0000000000000000FFFF00000C6433C6:192B 01 00000000:00000000 00:00000000 00000000     0        0 73 1
        """);

    assertThat(new PeerAddresses(proc).read())
        .extracting(IpAddress::toString)
        .containsExactlyInAnyOrder("198.51.100.10", "2001:db8::fe", "198.51.100.12");
  }

  @Test
  void knowsNoneWhereTheKernelTellsNothing(@TempDir Path proc) {
    assertThat(new PeerAddresses(proc).read()).isEmpty();
  }
}
