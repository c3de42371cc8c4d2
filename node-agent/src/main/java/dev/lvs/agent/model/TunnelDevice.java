package dev.lvs.agent.model;

import dev.lvs.net.IpAddress;
import java.util.Comparator;

/**
 * A device on a real server that unwraps what directors send it.
 *
 * @param name 1 to 15 bytes; ours begin with {@code lvs}
 * @param local the real server's address, which wrapped packets are sent to
 */
public record TunnelDevice(String name, TunnelType type, IpAddress local)
    implements Comparable<TunnelDevice> {
  private static final Comparator<TunnelDevice> ORDER =
      Comparator.comparing(TunnelDevice::name)
          .thenComparing(TunnelDevice::type)
          .thenComparing(TunnelDevice::local);

  @Override
  public int compareTo(TunnelDevice other) {
    return ORDER.compare(this, other);
  }
}
