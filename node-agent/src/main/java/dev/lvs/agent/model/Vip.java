package dev.lvs.agent.model;

import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.net.IpAddress;

/**
 * A host address (/32 or /128) on a device of this node.
 *
 * @param device name of the interface, 1 to 15 bytes
 */
public record Vip(IpAddress address, String device) implements Comparable<Vip> {
  /**
   * Returns whether it ends by itself unless the agent renews it: BGP speakers announce it, and
   * with a dead agent they are not to.
   */
  public boolean isDynamic() {
    return device.equals(DummyDevice.BGP.name());
  }

  @Override
  public int compareTo(Vip other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : device.compareTo(other.device);
  }
}
