package dev.lvs.agent.model.device;

import dev.lvs.net.IpAddress;

/**
 * A device that decapsulates packets to one address of this node, from any source.
 *
 * @param name 1 to 15 bytes; those of the agent begin with {@code lvs}
 * @param local the real server's address, the outer destination of packets
 * @param checksum whether GRE packets need one; those that differ are dropped
 */
public record TunnelDevice(String name, TunnelKind kind, IpAddress local, boolean checksum)
    implements Device {
  public TunnelDevice {
    if (local.family() != kind.outer()) {
      throw new IllegalArgumentException(kind.kernelName() + " has no outer address " + local);
    }
    if (checksum && !kind.isGre()) {
      throw new IllegalArgumentException(kind.kernelName() + " has no checksum");
    }
  }

  /** A device without checksums. */
  public TunnelDevice(String name, TunnelKind kind, IpAddress local) {
    this(name, kind, local, false);
  }

  /**
   * Returns whether packets that one takes are meant for the other as well, by their outer header.
   */
  public boolean takesTheSameAs(TunnelDevice other) {
    return kind == other.kind && local.equals(other.local);
  }

  @Override
  public String title() {
    return "tunnel device " + name;
  }
}
