package dev.lvs.agent.syscall;

import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * ARP messages of one interface, without the Ethernet header: everything that comes in, and what is
 * sent to all (packet(7)). Used by one thread.
 */
public final class ArpSocket implements AutoCloseable {
  /** Length of a message about IPv4 on Ethernet. */
  public static final int MESSAGE = 28;

  private static final short ETH_P_ARP = 0x0806;
  private static final int SOCKADDR_LL = 20;
  private static final int MAC = 6;

  private final int fd;
  private final ByteBuffer address = Calls.struct(SOCKADDR_LL);
  private final ByteBuffer message = Calls.struct(MESSAGE);
  private final byte[] mac = new byte[MAC];

  /**
   * Opens a socket on an interface, in the network namespace of the calling thread.
   *
   * @param patience how long {@link #receive} waits
   * @throws TransportException without CAP_NET_RAW, or where there is no such interface
   */
  public ArpSocket(int interfaceIndex, Duration patience) {
    fd = orThrow(Calls.socket(C.AF_PACKET, C.SOCK_DGRAM | C.SOCK_CLOEXEC, 0));
    try {
      ByteBuffer time = Calls.struct(2 * Long.BYTES);
      time.putLong(0, patience.toSeconds()).putLong(Long.BYTES, patience.toNanosPart() / 1000);
      orThrow(
          Calls.setsockopt(fd, C.SOL_SOCKET, C.SO_RCVTIMEO, Calls.address(time), 2 * Long.BYTES));
      address.putShort(0, (short) C.AF_PACKET).putInt(4, interfaceIndex);
      address.order(ByteOrder.BIG_ENDIAN).putShort(2, ETH_P_ARP).order(ByteOrder.nativeOrder());
      orThrow(Calls.bind(fd, Calls.address(address), SOCKADDR_LL));
      ByteBuffer length = Calls.struct(Integer.BYTES).putInt(0, SOCKADDR_LL);
      orThrow(Calls.getsockname(fd, Calls.address(address), Calls.address(length)));
      address.get(12, mac);
    } catch (TransportException e) {
      Calls.close(fd);
      throw e;
    }
  }

  /** The hardware address of the interface. */
  public byte[] mac() {
    return mac.clone();
  }

  /** Sends a message to all; gives 0 or an errno. */
  public int broadcast(byte[] bytes) {
    message.put(0, bytes, 0, MESSAGE);
    address.put(11, (byte) MAC);
    for (int at = 0; at < MAC; at++) {
      address.put(12 + at, (byte) 0xff);
    }
    long sent =
        Calls.orErrno(
            Calls.sendto(
                fd, Calls.address(message), MESSAGE, 0, Calls.address(address), SOCKADDR_LL));
    return sent < 0 ? (int) -sent : 0;
  }

  /** The next message; nothing where none came in time, or what came is too short for one. */
  public byte[] receive() {
    long got = Calls.orErrno(Calls.recv(fd, Calls.address(message), MESSAGE, 0));
    byte[] bytes = new byte[got < MESSAGE ? 0 : MESSAGE];
    message.get(0, bytes);
    return bytes;
  }

  @Override
  public void close() {
    Calls.close(fd);
  }

  private static int orThrow(int result) {
    int checked = (int) Calls.orErrno(result);
    if (checked < 0) {
      throw new TransportException("open a socket for ARP", new Errno(-checked));
    }
    return checked;
  }
}
