package dev.lvs.agent.netlink;

import java.nio.ByteBuffer;

/**
 * Netlink sockets that join multicast groups of the kernel, one for each protocol.
 *
 * <p>One thread uses them; any other may wake it.
 */
public interface Multicast extends AutoCloseable {
  /**
   * Joins groups of a protocol, once for each protocol, in the calling thread's network namespace.
   * The kernel may load the module whose groups they are.
   *
   * @throws TransportException when the kernel has no such protocol or group
   */
  void join(int protocol, int... groups);

  /**
   * Waits until something can be received, or {@link #wake} is called.
   *
   * @throws TransportException when a socket is broken
   */
  void await();

  /**
   * Receives one datagram to the start of a direct buffer, and waits for none.
   *
   * @return as {@link Transport#receive}
   * @throws TransportException when the socket is broken
   */
  int receive(int protocol, ByteBuffer into);

  /** Ends the wait of the thread that is in {@link #await}, or its next one. */
  void wake();

  @Override
  void close();
}
