package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.IpSockets;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.EnumMap;
import java.util.Map;

/**
 * Lookup of routes by a UDP socket for each family, which is connected and never sends: IPVS drops
 * in silence what it has no route for, so a probe that is forwarded hears nothing of it.
 */
final class RouteLookup {
  /** No packet is sent there (discard, RFC 863). */
  private static final int ANY_PORT = 9;

  private final IpSockets sockets;
  private final Map<AddressFamily, Integer> open = new EnumMap<>(AddressFamily.class);

  RouteLookup(IpSockets sockets) {
    this.sockets = sockets;
  }

  /** 0 where there is a route to an address, or the errno that says why not. */
  int error(IpAddress address) {
    int fd = open.getOrDefault(address.family(), -1);
    if (fd < 0) {
      fd = sockets.open(IpSockets.Kind.UDP, address.family());
      if (fd < 0) {
        return -fd;
      }
      open.put(address.family(), fd);
    }
    return -sockets.connect(fd, address, ANY_PORT);
  }

  void close() {
    open.values().forEach(sockets::close);
    open.clear();
  }
}
