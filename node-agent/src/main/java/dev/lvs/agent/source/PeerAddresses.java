package dev.lvs.agent.source;

import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remote addresses of this process's TCP connections, as the kernel lists them ({@code
 * get_tcp4_sock}, net/ipv4/tcp_ipv4.c). An agent has none but to the API server, or to a proxy
 * before it, so that its address is known without resolving a name.
 */
final class PeerAddresses {
  private static final String ESTABLISHED = "01";
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private final Path proc;

  /**
   * @param proc this process' folder in procfs
   */
  PeerAddresses(Path proc) {
    this.proc = proc;
  }

  /** Those of now; none where the kernel does not tell. */
  Set<IpAddress> read() {
    try {
      Set<String> own = sockets();
      Set<IpAddress> peers = new HashSet<>();
      for (String table : List.of("tcp", "tcp6")) {
        Path file = proc.resolve("net").resolve(table);
        if (Files.exists(file)) {
          Files.readAllLines(file).stream()
              .map(line -> line.strip().split("\\s+"))
              .filter(words -> words.length > INODE && words[STATE].equals(ESTABLISHED))
              .filter(words -> own.contains("socket:[" + words[INODE] + "]"))
              .map(words -> address(words[REMOTE]))
              .forEach(peers::add);
        }
      }
      return peers;
    } catch (IOException | UncheckedIOException _) {
      return Set.of();
    }
  }

  private Set<String> sockets() throws IOException {
    try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
      return open.map(PeerAddresses::target).collect(Collectors.toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      // closed meanwhile, as that of the folder itself
      return "";
    }
  }

  /** {@code 0100007F:1F90}: words in the order of the host that are in the network's. */
  private static IpAddress address(String text) {
    byte[] bytes = HexFormat.of().parseHex(text.substring(0, text.indexOf(':')));
    ByteBuffer words = ByteBuffer.wrap(bytes);
    ByteBuffer network = ByteBuffer.allocate(bytes.length).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      network.putInt(words.getInt());
    }
    IpAddress address = IpAddress.of(network.array());
    return address.isIpv4Mapped() ? IpAddress.ipv4((int) address.low()) : address;
  }
}
