package dev.lvs.agent.failover;

import dev.lvs.agent.kernel.neighbour.Announcement;
import dev.lvs.agent.kernel.neighbour.PacketFrames;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.probe.arp.ArpMessage;
import dev.lvs.agent.syscall.ArpSocket;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stations on the links of this node. Only IPv4 is asked for, by ARP; a group of IPv6 addresses
 * alone counts as unanswered.
 */
public final class LinkNeighbourhood implements Neighbourhood {
  private static final Logger LOG = LoggerFactory.getLogger(LinkNeighbourhood.class);

  private static final int TIMES = 5;
  private static final Duration PAUSE = Duration.ofMillis(40);

  /** Of the addresses of a group, which all answer or none. */
  private static final int ASKED = 8;

  /** As a station asks that has no address yet: it changes nobody's cache (RFC 5227, 2.1.1). */
  private static final IpAddress NOBODY = IpAddress.parse("0.0.0.0");

  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("lvs-lease-arp").daemon().factory());
  private final PacketFrames frames = new PacketFrames();

  @Override
  public void announce(Collection<IpAddress> addresses, String device) {
    try {
      NetworkInterface link = NetworkInterface.getByName(device);
      byte[] mac = link == null ? null : link.getHardwareAddress();
      if (link == null || mac == null) {
        LOG.debug("nothing is announced on {}, which is no Ethernet or not there", device);
        return;
      }
      for (IpAddress address : addresses) {
        new Announcement(address, link.getIndex(), mac).send(frames);
      }
    } catch (TransportException e) {
      if (e.isFor(Errno.ENOBUFS)) {
        LOG.debug("the gate is shut, so that nothing is announced on {}", device);
      } else {
        LOG.warn("VIPs are not announced on {}: {}", device, e.getMessage());
      }
    } catch (SocketException e) {
      LOG.warn("VIPs are not announced on {}: {}", device, e.getMessage());
    }
  }

  @Override
  public boolean isRunning(String device) {
    try {
      NetworkInterface link = NetworkInterface.getByName(device);
      return link != null && link.isUp();
    } catch (SocketException e) {
      LOG.debug("{} cannot be looked at", device, e);
      return false;
    }
  }

  @Override
  public void ask(Collection<IpAddress> addresses, String device, Consumer<String> taker) {
    List<IpAddress> asked =
        addresses.stream()
            .filter(address -> address.family() == AddressFamily.IPV4)
            .limit(ASKED)
            .toList();
    var _ = asking.submit(() -> whoHas(asked, device).ifPresent(taker));
  }

  private static Optional<String> whoHas(List<IpAddress> asked, String device) {
    try {
      NetworkInterface link = NetworkInterface.getByName(device);
      if (link == null || !link.isUp()) {
        return Optional.empty();
      }
      try (ArpSocket socket = new ArpSocket(link.getIndex(), PAUSE)) {
        String self = HexFormat.ofDelimiter(":").formatHex(socket.mac());
        for (int time = 0; time < TIMES; time++) {
          for (IpAddress address : asked) {
            if (socket.broadcast(ArpMessage.request(socket.mac(), NOBODY, address)) != 0) {
              return Optional.empty();
            }
          }
          Optional<String> other = heard(socket, asked, self);
          if (other.isPresent()) {
            return other;
          }
        }
        return Optional.of("");
      }
    } catch (SocketException | TransportException e) {
      LOG.warn("Nobody can be asked on {} who has the VIPs: {}", device, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> heard(ArpSocket socket, List<IpAddress> asked, String self) {
    long end = System.nanoTime() + PAUSE.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<ArpMessage> message = ArpMessage.read(socket.receive());
      if (message
          .filter(one -> asked.contains(one.sender()) && !one.mac().equals(self))
          .isPresent()) {
        return message.map(ArpMessage::mac);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    asking.shutdownNow();
    frames.close();
  }
}
