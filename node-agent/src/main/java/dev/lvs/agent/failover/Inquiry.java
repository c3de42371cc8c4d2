package dev.lvs.agent.failover;

import dev.lvs.agent.kernel.neighbour.NeighbourDiscovery;
import dev.lvs.agent.probe.arp.ArpMessage;
import dev.lvs.agent.syscall.ArpSocket;
import dev.lvs.agent.syscall.NeighbourSocket;
import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Inquiry at one interface who has addresses of one family, in a way that changes nobody's cache.
 * Used by one thread.
 */
interface Inquiry extends AutoCloseable {
  /**
   * Opens one, in the network namespace of the calling thread.
   *
   * @param patience how long {@link #next} waits
   * @throws dev.lvs.agent.netlink.TransportException without CAP_NET_RAW, or where there is no such
   *     interface
   */
  static Inquiry open(AddressFamily family, int interfaceIndex, Duration patience) {
    return switch (family) {
      case IPV4 -> new ByArp(new ArpSocket(interfaceIndex, patience));
      case IPV6 -> new ByDiscovery(new NeighbourSocket(interfaceIndex, patience));
    };
  }

  /** Asks who has an address; gives 0 or an errno. */
  int ask(IpAddress address);

  /** The next station that says it has an address, any; empty where none did in time. */
  Optional<AnsweringStation> next();

  @Override
  void close();

  /** By ARP, as a station asks that has no address yet (RFC 5227, 2.1.1). */
  record ByArp(ArpSocket socket) implements Inquiry {
    private static final IpAddress NOBODY = IpAddress.parse("0.0.0.0");

    @Override
    public int ask(IpAddress address) {
      return socket.broadcast(ArpMessage.request(socket.mac(), NOBODY, address));
    }

    @Override
    public Optional<AnsweringStation> next() {
      return ArpMessage.read(socket.receive())
          .map(one -> new AnsweringStation(one.sender(), one.mac()));
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** By Neighbor Discovery. */
  record ByDiscovery(NeighbourSocket socket) implements Inquiry {
    @Override
    public int ask(IpAddress address) {
      return socket.multicast(
          NeighbourDiscovery.solicitation(address),
          NeighbourDiscovery.solicitedNode(address).toBytes());
    }

    @Override
    public Optional<AnsweringStation> next() {
      return NeighbourDiscovery.read(socket.receive())
          .map(one -> new AnsweringStation(one.address(), one.mac()));
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
