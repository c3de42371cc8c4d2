package dev.lvs.agent.kernel;

/** Sends finished link-layer frames out of an interface. */
interface FrameSender extends AutoCloseable {
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
