package dev.lvs.lab.traffic;

import dev.lvs.net.IpAddress;
import java.net.InetSocketAddress;

/** Result of one request. */
public sealed interface ClientAnswer {

  /** Returns what a server of the lab writes: its name, the client's address, and its own end. */
  static String text(String server, InetSocketAddress client, InetSocketAddress local) {
    IpAddress own = IpAddress.of(local.getAddress().getAddress());
    return "%s %s %s:%d"
        .formatted(
            server, IpAddress.of(client.getAddress().getAddress()), own.toHost(), local.getPort());
  }

  /** One word: the server's name, or how it failed. */
  String word();

  /**
   * ClientAnswer of a server.
   *
   * @param server its name
   * @param client the client's address as the server saw it
   * @param local the server's own end, {@code address:port}
   */
  record Reply(String server, String client, String local) implements ClientAnswer {

    /** Reads what a server of the lab writes: name, client and local end, with blanks between. */
    static Reply parse(String text) {
      String[] parts = text.strip().split(" ", 3);
      if (parts.length != 3) {
        throw new IllegalArgumentException("not an answer of the lab: " + text);
      }
      return new Reply(parts[0], parts[1], parts[2]);
    }

    @Override
    public String word() {
      return server;
    }
  }

  /** No answer, or a refusal. */
  enum Failure implements ClientAnswer {
    /** Nothing came back in time. */
    TIMEOUT,
    /** A reset or an ICMP error answered the first packet. */
    REFUSED,
    /** A reset ended a connection that stood. */
    RESET;

    @Override
    public String word() {
      return name();
    }
  }
}
