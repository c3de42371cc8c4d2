package dev.lvs.agent.failover;

import dev.lvs.agent.kernel.neighbour.Announcement;
import dev.lvs.agent.kernel.neighbour.PacketFrames;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stations on the links of this node. */
public final class LinkNeighbourhood implements Neighbourhood {
  private static final Logger LOG = LoggerFactory.getLogger(LinkNeighbourhood.class);

  private static final int TIMES = 5;
  private static final Duration PAUSE = Duration.ofMillis(40);

  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("lvs-lease-inquiry").daemon().factory());
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
  public Optional<String> mac(String device) {
    try {
      NetworkInterface link = NetworkInterface.getByName(device);
      return Optional.ofNullable(link == null ? null : link.getHardwareAddress())
          .map(LinkNeighbourhood::text);
    } catch (SocketException e) {
      LOG.debug("{} cannot be looked at", device, e);
      return Optional.empty();
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
  public void ask(
      Collection<IpAddress> addresses, String device, Consumer<List<AnsweringStation>> taker) {
    List<IpAddress> asked = List.copyOf(addresses);
    asking.execute(() -> whoHas(asked, device).ifPresent(taker));
  }

  private static Optional<List<AnsweringStation>> whoHas(List<IpAddress> asked, String device) {
    try {
      NetworkInterface link = NetworkInterface.getByName(device);
      if (link == null || !link.isUp()) {
        return Optional.empty();
      }
      Set<String> own = macs();
      List<AnsweringStation> others = new ArrayList<>();
      for (AddressFamily family : AddressFamily.values()) {
        List<IpAddress> its = asked.stream().filter(one -> one.family() == family).toList();
        if (!its.isEmpty()) {
          try (Inquiry inquiry = Inquiry.open(family, link.getIndex(), PAUSE)) {
            Optional<List<AnsweringStation>> found = whoHas(its, own, inquiry);
            if (found.isEmpty()) {
              return found;
            }
            others.addAll(found.get());
          }
        }
      }
      return Optional.of(others);
    } catch (SocketException | TransportException e) {
      LOG.warn("Nobody can be asked on {} who has the VIPs: {}", device, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<List<AnsweringStation>> whoHas(
      List<IpAddress> asked, Set<String> own, Inquiry inquiry) {
    List<AnsweringStation> others = List.of();
    for (int time = 0; time < TIMES && others.isEmpty(); time++) {
      for (IpAddress address : asked) {
        if (inquiry.ask(address) != 0) {
          return Optional.empty();
        }
      }
      others = heard(inquiry, asked, own);
    }
    return Optional.of(others);
  }

  /** Of all interfaces: another one in the same network answers for the VIPs too. */
  private static Set<String> macs() {
    Set<String> macs = new HashSet<>();
    try (Exchange route = new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE))) {
      Links.read(route)
          .all()
          .forEach(link -> link.mac().ifPresent(mac -> macs.add(mac.toString())));
    }
    return macs;
  }

  private static String text(byte[] mac) {
    return HexFormat.ofDelimiter(":").formatHex(mac);
  }

  private static List<AnsweringStation> heard(
      Inquiry inquiry, List<IpAddress> asked, Set<String> own) {
    Map<IpAddress, AnsweringStation> others = new TreeMap<>();
    long end = System.nanoTime() + PAUSE.toNanos();
    while (System.nanoTime() - end < 0) {
      inquiry
          .next()
          .filter(one -> asked.contains(one.vip()) && !own.contains(one.mac()))
          .ifPresent(one -> others.putIfAbsent(one.vip(), one));
    }
    return List.copyOf(others.values());
  }

  @Override
  public void close() {
    asking.shutdownNow();
    frames.close();
  }
}
