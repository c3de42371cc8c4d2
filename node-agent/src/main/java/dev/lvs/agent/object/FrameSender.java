package dev.lvs.agent.object;

/** Sends finished link-layer frames out of an interface. */
public interface FrameSender extends AutoCloseable {
  /**
   * Sends one frame.
   *
   * @param interfaceIndex the interface it leaves by
   * @param frame the whole Ethernet frame
   * @throws dev.lvs.agent.netlink.TransportException when it cannot be sent
   */
  void send(int interfaceIndex, byte[] frame);

  @Override
  default void close() {}
}
