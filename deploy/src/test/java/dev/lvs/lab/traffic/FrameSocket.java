package dev.lvs.lab.traffic;

import static dev.lvs.lab.traffic.LibraryCalls.call;
import static dev.lvs.lab.traffic.LibraryCalls.function;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.NetworkInterface;
import java.nio.ByteOrder;

/** Whole Ethernet frames of one interface, past the network stack (packet(7)). */
public final class FrameSocket implements AutoCloseable {
  /** Longest wait of {@link #receive}. */
  private static final int PATIENCE_MICROS = 5_000;

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int RECEIVE_BUFFER = 1 << 22;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_QDISC_BYPASS = 20;
  private static final short ETH_P_ALL = 3;
  private static final int SOCKADDR_LL = 20;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final MethodHandle SOCKET = function("socket", INT, INT, INT, INT);
  private static final MethodHandle CLOSE = function("close", INT, INT);
  private static final MethodHandle BIND = function("bind", INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle SEND =
      function("send", LONG, INT, ValueLayout.ADDRESS, LONG, INT);
  private static final MethodHandle RECV =
      function("recv", LONG, INT, ValueLayout.ADDRESS, LONG, INT);

  private final Arena arena = Arena.ofShared();
  private final int descriptor;
  private final byte[] mac;
  private final MemorySegment received = arena.allocate(2048);

  /** To be called inside the machine's namespace. */
  public FrameSocket(String device) throws IOException {
    NetworkInterface there = NetworkInterface.getByName(device);
    mac = there.getHardwareAddress();
    descriptor = (int) call("socket", SOCKET, AF_PACKET, SOCK_RAW, 0);
    option(SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER);
    MemorySegment patience = arena.allocate(2 * Long.BYTES, Long.BYTES); // struct timeval
    patience.setAtIndex(LONG, 1, PATIENCE_MICROS);
    call("setsockopt", SETSOCKOPT, descriptor, SOL_SOCKET, SO_RCVTIMEO, patience, 2 * Long.BYTES);
    MemorySegment address = arena.allocate(SOCKADDR_LL, Integer.BYTES);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(NETWORK_SHORT, 2, ETH_P_ALL);
    address.set(INT, 4, there.getIndex());
    call("bind", BIND, descriptor, address, SOCKADDR_LL);
  }

  /** Has frames go past the queueing discipline of the interface. */
  public FrameSocket bypassing() throws IOException {
    option(SOL_PACKET, PACKET_QDISC_BYPASS, 1);
    return this;
  }

  private void option(int level, int option, int value) throws IOException {
    call(
        "setsockopt",
        SETSOCKOPT,
        descriptor,
        level,
        option,
        arena.allocateFrom(INT, value),
        Integer.BYTES);
  }

  /** The hardware address of the interface. */
  public byte[] mac() {
    return mac.clone();
  }

  /** Sends a frame; one that is dropped on its way out is no failure. */
  public void send(byte[] frame) throws IOException {
    try (Arena once = Arena.ofConfined()) {
      MemorySegment bytes = once.allocateFrom(ValueLayout.JAVA_BYTE, frame);
      call("send", SEND, descriptor, bytes, (long) frame.length, 0);
    } catch (LibraryCalls.CallFailed failed) {
      // ENOBUFS, EPERM: how the kernel says that a hook dropped it
      if (!failed.isDropped()) {
        throw failed;
      }
    }
  }

  /** The next frame, also one that leaves; empty where none came in time. */
  public byte[] receive() throws IOException {
    try {
      long length = call("recv", RECV, descriptor, received, received.byteSize(), 0);
      return received.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    } catch (LibraryCalls.CallFailed failed) {
      if (failed.isTimeout()) {
        return new byte[0];
      }
      throw failed;
    }
  }

  @Override
  public void close() {
    try {
      call("close", CLOSE, descriptor);
    } catch (IOException gone) {
      // what it was for is over
    }
    arena.close();
  }
}
