package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.lab.Topology.VIP;

import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The real servers to which one director sends the same flows of many clients, at their SYN. */
final class FlowTable {
  /** Of as many clients as the client has addresses, each from as many ports. */
  static final int FLOWS = 2000;

  private static final int FIRST_PORT = 20_000;

  /** Sockets that are open at a time. */
  private static final int AT_ONCE = 250;

  /** A SYN waits until it is known who has the VIP. */
  private static final int LOOKS = 20;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private FlowTable() {}

  /** Opens each flow by the director that has the VIP now, and returns its server by client. */
  static Map<String, String> of(Scenario lab, String director) {
    Map<String, String> servers = new TreeMap<>();
    for (int first = 0; first < FLOWS; first += AT_ONCE) {
      List<SocketChannel> open = new ArrayList<>();
      for (int i = first; i < Math.min(FLOWS, first + AT_ONCE); i++) {
        open.add(begun(lab.host(Topology.CLIENT), i));
      }
      int begun = first + open.size();
      for (int look = 0; look < LOOKS && servers.size() < begun; look++) {
        pass(PAUSE);
        read(lab.host(director), servers);
      }
      open.forEach(FlowTable::end);
    }
    return servers;
  }

  /** How many flows have other servers. */
  static int moved(Map<String, String> one, Map<String, String> other) {
    return (int)
        one.entrySet().stream()
            .filter(flow -> !flow.getValue().equals(other.get(flow.getKey())))
            .count();
  }

  private static SocketChannel begun(Host client, int flow) {
    String address = "10.1.210." + (101 + flow % Topology.CLIENT_ADDRESSES);
    int port = FIRST_PORT + flow / Topology.CLIENT_ADDRESSES;
    try {
      SocketChannel channel = client.inside(() -> SocketChannel.open(StandardProtocolFamily.INET));
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.bind(new InetSocketAddress(address, port));
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(VIP, 80));
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("open a flow from " + address + ":" + port, e);
    }
  }

  private static void end(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code TCP 0A01D265 4E20 0A01D23A 0050 0A01D2C8 0050 SYN_RECV 59}. */
  private static void read(Host director, Map<String, String> servers) {
    director
        .run("cat", "/proc/net/ip_vs_conn")
        .lines()
        .map(line -> line.strip().split(" +", -1))
        .filter(words -> words[0].equals("TCP"))
        .filter(words -> Integer.parseInt(words[2], 16) >= FIRST_PORT)
        .filter(words -> Integer.parseInt(words[2], 16) <= FIRST_PORT + FLOWS)
        .forEach(words -> servers.put(words[1] + ":" + words[2], words[5]));
  }
}
