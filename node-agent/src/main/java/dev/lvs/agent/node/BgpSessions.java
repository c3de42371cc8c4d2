package dev.lvs.agent.node;

import dev.lvs.agent.model.BgpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * BGP sessions of programs in this network namespace, as far as the kernel shows them: established
 * TCP connections from or to port 179 (RFC 4271). What is announced by them nobody but the speaker
 * knows.
 */
public final class BgpSessions {
  private static final String IPV4 = "thread-self/net/tcp";

  /** Absent in a kernel without IPv6. */
  private static final String IPV6 = "thread-self/net/tcp6";

  /** TCP_ESTABLISHED of include/net/tcp_states.h. */
  private static final String ESTABLISHED = "01";

  /** Port 179 as the kernel writes it ({@code get_tcp4_sock}, net/ipv4/tcp_ipv4.c). */
  private static final String PORT = ":00B3";

  private final Path proc;

  /**
   * @param proc where procfs is mounted
   */
  public BgpSessions(Path proc) {
    this.proc = proc;
  }

  /** Looks in the network namespace of the calling thread. */
  public BgpSession look() {
    try {
      return hasOne(IPV4) || hasOneOfIpv6() ? BgpSession.ESTABLISHED : BgpSession.NONE;
    } catch (IOException | UncheckedIOException unreadable) {
      return BgpSession.UNKNOWN;
    }
  }

  private boolean hasOneOfIpv6() throws IOException {
    try {
      return hasOne(IPV6);
    } catch (NoSuchFileException noSuchFamily) {
      return false;
    }
  }

  private boolean hasOne(String file) throws IOException {
    try (Stream<String> lines = Files.lines(proc.resolve(file))) {
      return lines.anyMatch(BgpSessions::isOne);
    }
  }

  /** One line: number, local and remote address with port, state, and more. */
  static boolean isOne(String line) {
    String[] words = line.strip().split(" +", 5);
    return words.length == 5
        && words[3].equals(ESTABLISHED)
        && (words[1].endsWith(PORT) || words[2].endsWith(PORT));
  }
}
