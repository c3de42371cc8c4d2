package dev.lvs.agent.kernel;

import dev.lvs.agent.model.ipvs.Connection;
import dev.lvs.agent.model.ipvs.Connection.End;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The connection table, which has no netlink form: /proc/net/ip_vs_conn of the calling thread's
 * network namespace ({@code ip_vs_conn_seq_show}, net/netfilter/ipvs/ip_vs_conn.c).
 */
public final class ConnectionTable {
  private static final Path FILE = Path.of("/proc/thread-self/net/ip_vs_conn");

  private ConnectionTable() {}

  /**
   * Goes through the table, line by line: it may have millions.
   *
   * @param take gets each connection, and answers whether it wants another
   * @return how many lines were not understood
   * @throws TransportException when the file cannot be read
   */
  public static long read(Predicate<Connection> take) {
    return read(FILE, take);
  }

  static long read(Path file, Predicate<Connection> take) {
    long strange = 0;
    // every byte a character: what engines keep is somebody else's data
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Connection> connection = parse(line);
        if (connection.isEmpty()) {
          strange++;
        } else if (!take.test(connection.get())) {
          return strange;
        }
      }
      return strange;
    } catch (IOException e) {
      throw new TransportException("read " + file + ": " + e.getMessage());
    }
  }

  /** One line; empty where it is not as this kernel file has been written ever since. */
  static Optional<Connection> parse(String line) {
    String[] words = line.strip().split(" +", 11);
    if (words.length < 9) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Connection(
              words[0],
              end(words[1], words[2]),
              end(words[3], words[4]),
              end(words[5], words[6]),
              words[7],
              Long.parseLong(words[8]),
              words.length > 10 ? words[9] : "",
              words.length > 10 ? words[10] : ""));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** IPv4 as eight hexadecimal digits, IPv6 as eight groups; the real server by its own family. */
  private static End end(String address, String port) {
    IpAddress parsed =
        address.indexOf(':') >= 0
            ? IpAddress.parse(address)
            : IpAddress.ipv4(Integer.parseUnsignedInt(address, 16));
    return new End(parsed, Integer.parseInt(port, 16));
  }
}
