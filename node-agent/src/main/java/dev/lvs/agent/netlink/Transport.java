package dev.lvs.agent.netlink;

import java.nio.ByteBuffer;

/**
 * A netlink socket connected to the kernel, reduced to what an {@link Exchange} needs.
 *
 * <p>Not thread-safe: a transport belongs to the one exchange that uses it.
 */
public interface Transport extends AutoCloseable {

  /** Answer of {@link #receive} when nothing arrived for as long as the transport waits. */
  int SILENCE = 0;

  /**
   * Answer of {@link #receive} when the kernel had replies but no room for them (ENOBUFS): the
   * commands were carried out, their answers are lost.
   */
  int OVERRUN = -1;

  /**
   * Sends the bytes between position and limit as one datagram, and leaves both as they were.
   *
   * @param messages a direct buffer
   * @throws TransportException when the kernel does not take the datagram
   */
  void send(ByteBuffer messages);

  /**
   * Receives one datagram to the start of a direct buffer.
   *
   * @return the true length of the datagram in bytes, more than the buffer's limit when it was cut;
   *     or {@link #SILENCE} or {@link #OVERRUN}
   * @throws TransportException when the socket is broken
   */
  int receive(ByteBuffer into);

  /**
   * Forgets all replies that are under way. A dump that was left in the middle needs it: until the
   * kernel has finished a dump it refuses the next one on the same socket (EBUSY).
   *
   * @throws TransportException when the socket is broken
   */
  void reset();

  @Override
  void close();
}
