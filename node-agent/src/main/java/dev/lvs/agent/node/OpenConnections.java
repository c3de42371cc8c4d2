package dev.lvs.agent.node;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The connections that end at sockets of this network namespace: /proc/net/tcp and tcp6 ({@code
 * get_tcp4_sock}, net/ipv4/tcp_ipv4.c; {@code get_tcp6_sock}, net/ipv6/tcp_ipv6.c), the same of
 * sockets of UDP that are connected, and associations of SCTP ({@code sctp_assocs_seq_show},
 * net/sctp/proc.c).
 */
public final class OpenConnections {
  private static final List<String> FILES =
      List.of(
          "thread-self/net/tcp",
          "thread-self/net/tcp6",
          "thread-self/net/udp",
          "thread-self/net/udp6");

  private static final String ASSOCIATIONS = "thread-self/net/sctp/assocs";

  /** Separator of the local and the remote addresses of an association. */
  private static final String BETWEEN = "<->";

  /** Established, being established, and closed by one side: TCP_* of include/net/tcp_states.h. */
  private static final Set<String> OPEN = Set.of("01", "03", "04", "08");

  private static final int WORD = 8;

  private final Path proc;

  /**
   * @param proc where procfs is mounted
   */
  public OpenConnections(Path proc) {
    this.proc = proc;
  }

  /** How many each of the addresses has; without those that have none. */
  public Map<IpAddress, Integer> among(Set<IpAddress> addresses) {
    Map<IpAddress, Integer> found = new HashMap<>();
    for (String file : FILES) {
      read(file, line -> local(line).stream(), addresses, found);
    }
    read(ASSOCIATIONS, OpenConnections::ends, addresses, found);
    return found;
  }

  private void read(
      String file,
      Function<String, Stream<IpAddress>> local,
      Set<IpAddress> addresses,
      Map<IpAddress, Integer> found) {
    try (Stream<String> lines = Files.lines(proc.resolve(file))) {
      lines
          .skip(1)
          .flatMap(local)
          .filter(addresses::contains)
          .forEach(address -> found.merge(address, 1, Integer::sum));
    } catch (IOException | UncheckedIOException noSuchFamily) {
      // nothing of it is open
    }
  }

  /** The local addresses of an association, of which the primary one has a star. */
  static Stream<IpAddress> ends(String line) {
    int between = line.indexOf(BETWEEN);
    return between < 0
        ? Stream.empty()
        : Stream.of(line.substring(0, between).strip().split("\\s+"))
            .map(word -> word.startsWith("*") ? word.substring(1) : word)
            .filter(word -> word.indexOf('.') > 0 || word.indexOf(':') >= 0)
            .flatMap(word -> address(word).stream());
  }

  private static Optional<IpAddress> address(String word) {
    try {
      return Optional.of(IpAddress.parseAny(word));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The local address of an open connection. */
  public static Optional<IpAddress> local(String line) {
    String[] words = line.strip().split(" +", 5);
    if (words.length < 5 || !OPEN.contains(words[3])) {
      return Optional.empty();
    }
    String text = words[1].substring(0, Math.max(words[1].indexOf(':'), 0));
    if (text.length() != WORD && text.length() != 4 * WORD) {
      return Optional.empty();
    }
    try {
      return Optional.of(unmapped(bytes(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Each word is a number of this machine. */
  private static byte[] bytes(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() / 2).order(ByteOrder.nativeOrder());
    for (int at = 0; at < text.length(); at += WORD) {
      bytes.putInt(HexFormat.fromHexDigits(text, at, at + WORD));
    }
    return bytes.array();
  }

  private static IpAddress unmapped(byte[] bytes) {
    IpAddress address = IpAddress.of(bytes);
    return address.family() == AddressFamily.IPV6 && address.isIpv4Mapped()
        ? IpAddress.ipv4((int) address.low())
        : address;
  }
}
