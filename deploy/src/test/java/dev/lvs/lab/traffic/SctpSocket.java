package dev.lvs.lab.traffic;

import static dev.lvs.lab.traffic.LibraryCalls.call;
import static dev.lvs.lab.traffic.LibraryCalls.function;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A one-to-one SCTP socket over IPv4 (RFC 6458, section 4), by the C library's calls: the JDK's own
 * needs a library that most machines lack. Waits at most as long as a {@link HeldConnection} does.
 */
final class SctpSocket implements AutoCloseable {

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int IPPROTO_SCTP = 132;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int ADDRESS_SIZE = 16;
  private static final int BACKLOG = 64;

  private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MethodHandle SOCKET = function("socket", INT, INT, INT, INT);
  private static final MethodHandle CLOSE = function("close", INT, INT);
  private static final MethodHandle BIND = function("bind", INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle CONNECT =
      function("connect", INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle LISTEN = function("listen", INT, INT, INT);
  private static final MethodHandle ACCEPT =
      function("accept", INT, INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
  private static final MethodHandle GETSOCKNAME =
      function("getsockname", INT, INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle SEND =
      function("send", LONG, INT, ValueLayout.ADDRESS, LONG, INT);
  private static final MethodHandle RECV =
      function("recv", LONG, INT, ValueLayout.ADDRESS, LONG, INT);

  private final Arena arena = Arena.ofShared();
  private final int descriptor;

  /** To be called inside the machine's namespace. */
  SctpSocket() throws IOException {
    this((int) call("socket", SOCKET, AF_INET, SOCK_STREAM, IPPROTO_SCTP));
  }

  private SctpSocket(int descriptor) throws IOException {
    this.descriptor = descriptor;
    MemorySegment patience = arena.allocate(2 * Long.BYTES, Long.BYTES); // struct timeval
    patience.setAtIndex(LONG, 0, HeldConnection.PATIENCE_MILLIS / 1000);
    patience.setAtIndex(LONG, 1, HeldConnection.PATIENCE_MILLIS % 1000 * 1000L);
    for (int option : new int[] {SO_RCVTIMEO, SO_SNDTIMEO}) {
      call(
          "setsockopt",
          SETSOCKOPT,
          descriptor,
          SOL_SOCKET,
          option,
          patience,
          (int) patience.byteSize());
    }
  }

  /** Takes one address: an association between single ones is all that IPVS follows. */
  void bind(InetSocketAddress address) throws IOException {
    call("bind", BIND, descriptor, native4(address), ADDRESS_SIZE);
  }

  void connect(InetSocketAddress address) throws IOException {
    call("connect", CONNECT, descriptor, native4(address), ADDRESS_SIZE);
  }

  void listen() throws IOException {
    call("listen", LISTEN, descriptor, BACKLOG);
  }

  /** Waits for the next association; fails when none came in time. */
  Accepted accept() throws IOException {
    MemorySegment peer = arena.allocate(ADDRESS_SIZE);
    int accepted = (int) call("accept", ACCEPT, descriptor, peer, length());
    return new Accepted(new SctpSocket(accepted), address(peer));
  }

  record Accepted(SctpSocket socket, InetSocketAddress peer) {}

  InetSocketAddress localAddress() throws IOException {
    MemorySegment local = arena.allocate(ADDRESS_SIZE);
    call("getsockname", GETSOCKNAME, descriptor, local, length());
    return address(local);
  }

  void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    call("send", SEND, descriptor, data, (long) bytes.length, MSG_NOSIGNAL);
  }

  /** The next message; empty at the end of the association. */
  String receive() throws IOException {
    MemorySegment data = arena.allocate(1500);
    long length = call("recv", RECV, descriptor, data, data.byteSize(), 0);
    byte[] bytes = data.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
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

  private MemorySegment native4(InetSocketAddress address) {
    MemorySegment segment = arena.allocate(ADDRESS_SIZE); // struct sockaddr_in
    segment.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
    segment.set(BIG_ENDIAN_SHORT, 2, (short) address.getPort());
    MemorySegment.copy(
        address.getAddress().getAddress(), 0, segment, ValueLayout.JAVA_BYTE, 4, Integer.BYTES);
    return segment;
  }

  private static InetSocketAddress address(MemorySegment segment) throws IOException {
    byte[] address = segment.asSlice(4, Integer.BYTES).toArray(ValueLayout.JAVA_BYTE);
    return new InetSocketAddress(
        InetAddress.getByAddress(address), Short.toUnsignedInt(segment.get(BIG_ENDIAN_SHORT, 2)));
  }

  private MemorySegment length() {
    return arena.allocateFrom(INT, ADDRESS_SIZE);
  }
}
