package dev.lvs.agent.probe.arp;

import dev.lvs.agent.syscall.ArpSocket;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks on one interface who has the VIPs that this node holds there, and remembers who claims them.
 */
public final class ArpWatch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArpWatch.class);

  private static final Path STATIONS = Path.of("/proc/thread-self/net/arp");
  private static final Duration TURN = Duration.ofMillis(250);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** A claim that was not repeated in two intervals is over. */
  private static final Duration LASTING = Duration.ofSeconds(11);

  private final int interfaceIndex;
  private final Map<Claim, Long> claims = new ConcurrentHashMap<>();
  private volatile Map<IpAddress, IpAddress> asked = Map.of();
  private volatile Map<IpAddress, String> stations = Map.of();
  private volatile boolean closed;

  /** A VIP, and a station that says it has it. */
  private record Claim(IpAddress vip, String mac) {}

  /** A watch that asks nothing yet. */
  public ArpWatch(int interfaceIndex) {
    this.interfaceIndex = interfaceIndex;
  }

  /**
   * Has exactly these VIPs asked for from now on; from any thread.
   *
   * @param vips with the address of this node that asks
   */
  public void watch(Map<IpAddress, IpAddress> vips) {
    asked = Map.copyOf(vips);
    claims.keySet().removeIf(claim -> !vips.containsKey(claim.vip()));
  }

  /**
   * Returns what a real server does to clients of a VIP by its answers, in words; from any thread.
   */
  public Optional<String> fault(IpAddress vip, IpAddress server) {
    String mac = stations.get(server);
    Long heard = mac == null ? null : claims.get(new Claim(vip, mac));
    if (heard == null || System.nanoTime() - heard > LASTING.toNanos()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s says by ARP that it has VIP %s, so that clients go past the director; set arp_ignore to 1 and arp_announce to 2 on its interface"
            .formatted(server, vip));
  }

  /**
   * Asks and listens until {@link #close}, in the network namespace of the calling thread.
   *
   * @throws dev.lvs.agent.netlink.TransportException without CAP_NET_RAW, or where the interface is
   *     gone
   */
  @Override
  public void run() {
    try (ArpSocket socket = new ArpSocket(interfaceIndex, TURN)) {
      long next = System.nanoTime();
      while (!closed) {
        if (System.nanoTime() - next >= 0) {
          ask(socket);
          next = System.nanoTime() + INTERVAL.toNanos();
        }
        ArpMessage.read(socket.receive()).ifPresent(this::hear);
      }
    }
  }

  /** Ends the watch, from any thread, within a moment. */
  @Override
  public void close() {
    closed = true;
  }

  private void ask(ArpSocket socket) {
    try (Stream<String> lines = Files.lines(STATIONS)) {
      stations = Stations.read(lines);
    } catch (IOException e) {
      LOG.debug("{} cannot be read", STATIONS, e);
    }
    // an interface that is down sends nothing, which is told of its probes
    asked.forEach((vip, source) -> socket.broadcast(ArpMessage.request(socket.mac(), source, vip)));
  }

  private void hear(ArpMessage message) {
    if (asked.containsKey(message.sender())) {
      claims.put(new Claim(message.sender(), message.mac()), System.nanoTime());
    }
  }
}
