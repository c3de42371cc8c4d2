package dev.lvs.ipvs;

import dev.lvs.net.IpAddress;

/**
 * The identity of a destination inside one virtual server.
 *
 * @param port 0 to 65535; 0 in firewall-mark services and services of every port
 */
public record DestinationKey(IpAddress address, int port) implements Comparable<DestinationKey> {
  public DestinationKey {
    Ports.check(port);
  }

  @Override
  public int compareTo(DestinationKey other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
  }

  /** As quick as {@link IpAddress#hashCode}, for the same reason. */
  @Override
  public int hashCode() {
    return 31 * address.hashCode() + port;
  }

  @Override
  public String toString() {
    return address.toHost() + ":" + port;
  }
}
