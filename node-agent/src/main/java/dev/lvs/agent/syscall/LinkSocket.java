package dev.lvs.agent.syscall;

import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/**
 * Packets of one protocol at one interface, without the Ethernet header (packet(7)). Used by one
 * thread.
 */
abstract class LinkSocket implements AutoCloseable {
  private static final int SOCKADDR_LL = 20;
  private static final int SOCK_FILTER = 8;
  private static final int SOCK_FPROG = 16;
  private static final int MAC = 6;

  private final int fd;
  private final ByteBuffer address = Calls.struct(SOCKADDR_LL);
  private final ByteBuffer packet;
  private final byte[] mac = new byte[MAC];

  /**
   * Instruction of a filter (linux/filter.h).
   *
   * @param code what it does
   * @param yes instructions to leave out where a comparison holds
   * @param no the same where it does not
   * @param value what it loads, compares with or returns
   */
  record Instruction(int code, int yes, int no, int value) {}

  /**
   * Opens a socket on an interface, in the network namespace of the calling thread.
   *
   * @param protocol an ETH_P_* of linux/if_ether.h
   * @param longest bytes of a packet, of which the rest is cut off
   * @param patience how long {@link #receive} waits
   * @param filter of what comes in; empty for everything
   * @throws TransportException without CAP_NET_RAW, or where there is no such interface
   */
  LinkSocket(
      int interfaceIndex, int protocol, int longest, Duration patience, List<Instruction> filter) {
    packet = Calls.struct(longest);
    fd = orThrow(Calls.socket(C.AF_PACKET, C.SOCK_DGRAM | C.SOCK_CLOEXEC, 0));
    try {
      ByteBuffer time = Calls.struct(2 * Long.BYTES);
      time.putLong(0, patience.toSeconds()).putLong(Long.BYTES, patience.toNanosPart() / 1000);
      option(C.SO_RCVTIMEO, time);
      if (!filter.isEmpty()) {
        attach(filter);
      }
      address.putShort(0, (short) C.AF_PACKET).putInt(4, interfaceIndex);
      address
          .order(ByteOrder.BIG_ENDIAN)
          .putShort(2, (short) protocol)
          .order(ByteOrder.nativeOrder());
      orThrow(Calls.bind(fd, Calls.address(address), SOCKADDR_LL));
      ByteBuffer length = Calls.struct(Integer.BYTES).putInt(0, SOCKADDR_LL);
      orThrow(Calls.getsockname(fd, Calls.address(address), Calls.address(length)));
      address.get(12, mac);
    } catch (TransportException e) {
      Calls.close(fd);
      throw e;
    }
  }

  private void attach(List<Instruction> filter) {
    ByteBuffer program = Calls.struct(SOCK_FILTER * filter.size());
    try {
      for (Instruction one : filter) {
        program.putShort((short) one.code()).put((byte) one.yes()).put((byte) one.no());
        program.putInt(one.value());
      }
      option(
          C.SO_ATTACH_FILTER,
          Calls.struct(SOCK_FPROG)
              .putShort(0, (short) filter.size())
              .putLong(Long.BYTES, Calls.address(program)));
    } finally {
      Reference.reachabilityFence(program);
    }
  }

  private void option(int option, ByteBuffer value) {
    orThrow(Calls.setsockopt(fd, C.SOL_SOCKET, option, Calls.address(value), value.capacity()));
  }

  /** The hardware address of the interface. */
  public final byte[] mac() {
    return mac.clone();
  }

  /** Sends a packet to the station or the group of stations; gives 0 or an errno. */
  final int send(byte[] bytes, byte[] station) {
    packet.put(0, bytes);
    address.put(11, (byte) MAC).put(12, station);
    long sent =
        Calls.orErrno(
            Calls.sendto(
                fd, Calls.address(packet), bytes.length, 0, Calls.address(address), SOCKADDR_LL));
    return sent < 0 ? (int) -sent : 0;
  }

  /** The next packet; nothing where none came in time. */
  public final byte[] receive() {
    long got = Calls.orErrno(Calls.recv(fd, Calls.address(packet), packet.capacity(), 0));
    byte[] bytes = new byte[(int) Math.max(0, got)];
    packet.get(0, bytes);
    return bytes;
  }

  @Override
  public final void close() {
    Calls.close(fd);
  }

  private static int orThrow(int result) {
    int checked = (int) Calls.orErrno(result);
    if (checked < 0) {
      throw new TransportException("open a socket on the link", new Errno(-checked));
    }
    return checked;
  }
}
