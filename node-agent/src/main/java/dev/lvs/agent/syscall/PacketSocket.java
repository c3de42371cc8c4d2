package dev.lvs.agent.syscall;

import com.sun.jna.LastErrorException;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;

/**
 * Sends finished link-layer frames out of one interface, past the network stack (AF_PACKET):
 * gratuitous ARP.
 */
public final class PacketSocket implements AutoCloseable {

  private static final int SOCKADDR_LL = 20;
  private static final int MAC = 6;

  private final int fd;

  /**
   * Opens a socket that receives nothing, in the calling thread's network namespace.
   *
   * @throws TransportException without CAP_NET_RAW
   */
  public PacketSocket() {
    try {
      fd = C.socket(C.AF_PACKET, C.SOCK_RAW | C.SOCK_CLOEXEC, 0);
    } catch (LastErrorException e) {
      throw new TransportException("open a packet socket", new Errno(e.getErrorCode()));
    }
  }

  /**
   * Sends one frame.
   *
   * @param interfaceIndex the interface it leaves by
   * @param frame the whole Ethernet frame, from the destination address on
   * @throws TransportException when the interface is gone or down
   */
  public void send(int interfaceIndex, byte[] frame) {
    ByteBuffer bytes = C.struct(frame.length).put(frame);
    // struct sockaddr_ll; its protocol is the frame's own, in network order
    ByteBuffer to = C.struct(SOCKADDR_LL);
    to.putShort(0, (short) C.AF_PACKET);
    to.put(2, frame, 2 * MAC, 2);
    to.putInt(4, interfaceIndex);
    to.put(11, (byte) MAC).put(12, frame, 0, MAC);
    try {
      C.with(
          bytes,
          from -> C.with(to, address -> C.sendto(fd, from, frame.length, 0, address, SOCKADDR_LL)));
    } catch (LastErrorException e) {
      throw new TransportException(
          "send a frame out of interface " + interfaceIndex, new Errno(e.getErrorCode()));
    }
  }

  @Override
  public void close() {
    C.close(fd);
  }
}
