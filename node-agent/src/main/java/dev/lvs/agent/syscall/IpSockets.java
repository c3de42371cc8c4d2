package dev.lvs.agent.syscall;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Non-blocking IP sockets by their descriptors (ip(7), tcp(7), udp(7), raw(7)).
 *
 * <p>Every method returns zero, a count or a descriptor, or the negated errno: to a probe an errno
 * is a result and no exception. Sockets belong to the network namespace of the calling thread. Not
 * thread-safe: the structs that calls take are reused.
 */
public final class IpSockets {
  /** Protocol of a socket. */
  public enum Kind {
    TCP,
    UDP,
    /** ICMP echo by a raw socket, which sees every reply that the node gets. */
    ICMP
  }

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;

  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int SO_LINGER = 13;
  private static final int SO_MARK = 36;

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_MAXSEG = 2;

  private static final int SOL_IP = 0;
  private static final int IP_BIND_ADDRESS_NO_PORT = 24;
  private static final int SOL_RAW = 255;
  private static final int ICMP_FILTER = 1;
  private static final int ICMP_ECHOREPLY = 0;
  private static final int ICMPV6_FILTER = 1;
  private static final int ICMPV6_ECHO_REPLY = 129;

  private static final int SOCKADDR_IN = 16;
  private static final int SOCKADDR_IN6 = 28;
  private static final int ICMPV6_FILTER_BYTES = 32;

  private static final int MSG_NOSIGNAL = 0x4000;

  private final ByteBuffer address = Calls.struct(SOCKADDR_IN6);
  private final long addressAt = Calls.address(address);
  private final ByteBuffer value = Calls.struct(ICMPV6_FILTER_BYTES);
  private final long valueAt = Calls.address(value);

  /**
   * Opens a socket.
   *
   * @return its descriptor; -EMFILE, -ENFILE, -ENOBUFS or -ENOMEM where this node has none left,
   *     -EPERM for ICMP without CAP_NET_RAW
   */
  public int open(Kind kind, AddressFamily family) {
    int domain =
        switch (family) {
          case IPV4 -> AF_INET;
          case IPV6 -> AF_INET6;
        };
    int flags = C.SOCK_CLOEXEC | SOCK_NONBLOCK;
    return switch (kind) {
      case TCP -> result(Calls.socket(domain, SOCK_STREAM | flags, 0));
      case UDP -> result(Calls.socket(domain, C.SOCK_DGRAM | flags, 0));
      case ICMP -> openIcmp(domain, flags, family);
    };
  }

  private int openIcmp(int domain, int flags, AddressFamily family) {
    int protocol =
        switch (family) {
          case IPV4 -> IPPROTO_ICMP;
          case IPV6 -> IPPROTO_ICMPV6;
        };
    int fd = result(Calls.socket(domain, C.SOCK_RAW | flags, protocol));
    if (fd >= 0) {
      // a filter that the kernel refuses costs wake-ups, nothing else
      switch (family) {
        case IPV4 -> {
          value.putInt(0, ~(1 << ICMP_ECHOREPLY));
          Calls.setsockopt(fd, SOL_RAW, ICMP_FILTER, valueAt, Integer.BYTES);
        }
        case IPV6 -> {
          for (int word = 0; word < ICMPV6_FILTER_BYTES / Integer.BYTES; word++) {
            value.putInt(word * Integer.BYTES, -1);
          }
          int word = ICMPV6_ECHO_REPLY / Integer.SIZE;
          value.putInt(word * Integer.BYTES, ~(1 << ICMPV6_ECHO_REPLY % Integer.SIZE));
          Calls.setsockopt(fd, IPPROTO_ICMPV6, ICMPV6_FILTER, valueAt, ICMPV6_FILTER_BYTES);
        }
      }
    }
    return fd;
  }

  /**
   * Marks what the socket sends (SO_MARK).
   *
   * @param mark 1 to 2^32-1
   * @return 0, or -EPERM without CAP_NET_ADMIN
   */
  public int mark(int fd, long mark) {
    value.putInt(0, (int) mark);
    return result(Calls.setsockopt(fd, SOL_SOCKET, SO_MARK, valueAt, Integer.BYTES));
  }

  /** Has the close of a TCP connection reset it, so that it leaves nothing in TIME_WAIT. */
  public int resetOnClose(int fd) {
    value.putInt(0, 1).putInt(Integer.BYTES, 0);
    return result(Calls.setsockopt(fd, SOL_SOCKET, SO_LINGER, valueAt, 2 * Integer.BYTES));
  }

  /**
   * Gives the socket a source address; its port is chosen when it connects.
   *
   * @return 0, or -EADDRNOTAVAIL where the node does not have the address
   */
  public int bind(int fd, IpAddress source) {
    value.putInt(0, 1);
    Calls.setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, valueAt, Integer.BYTES);
    return result(Calls.bind(fd, addressAt, write(source, 0)));
  }

  /**
   * Gives the socket a source address and port, which sockets of connections to other addresses may
   * have as well.
   *
   * @param port 1 to 65535
   * @return 0, -EADDRNOTAVAIL where the node does not have the address, or -EADDRINUSE where a
   *     program listens there
   */
  public int bindShared(int fd, IpAddress source, int port) {
    value.putInt(0, 1);
    Calls.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, valueAt, Integer.BYTES);
    return result(Calls.bind(fd, addressAt, write(source, port)));
  }

  /**
   * Limits the TCP segments of both directions (TCP_MAXSEG).
   *
   * @param bytes 88 to 32767
   */
  public int limitSegments(int fd, int bytes) {
    value.putInt(0, bytes);
    return result(Calls.setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, valueAt, Integer.BYTES));
  }

  /**
   * Connects, or begins to.
   *
   * @param port 1 to 65535; 0 for ICMP
   * @return 0, -EINPROGRESS, or why not: of this node's own making, since nothing was heard yet
   */
  public int connect(int fd, IpAddress to, int port) {
    return result(Calls.connect(fd, addressAt, write(to, port)));
  }

  /** The error that a connection met, as a positive errno, and 0 where there is none. */
  public int takeError(int fd) {
    value.putInt(0, 0).putInt(Integer.BYTES, Integer.BYTES);
    int failed = Calls.getsockopt(fd, SOL_SOCKET, SO_ERROR, valueAt, valueAt + Integer.BYTES);
    return failed < 0 ? -result(failed) : value.getInt(0);
  }

  /**
   * Sends the rest of a direct buffer, and moves its position behind what the kernel took.
   *
   * @return the bytes taken, or -EAGAIN, -EPIPE, -ECONNRESET ...
   */
  public int send(int fd, ByteBuffer direct) {
    long from = Calls.address(direct) + direct.position();
    int sent = result(Calls.send(fd, from, direct.remaining(), MSG_NOSIGNAL));
    if (sent > 0) {
      direct.position(direct.position() + sent);
    }
    return sent;
  }

  /**
   * Receives into a direct buffer from its position on, and moves that behind what came.
   *
   * @return the bytes, 0 when the other side ended a TCP connection, or -EAGAIN, -ECONNRESET,
   *     -ECONNREFUSED ...
   */
  public int receive(int fd, ByteBuffer direct) {
    long to = Calls.address(direct) + direct.position();
    int got = result(Calls.recv(fd, to, direct.remaining(), 0));
    if (got > 0) {
      direct.position(direct.position() + got);
    }
    return got;
  }

  /** Closes a descriptor. */
  public void close(int fd) {
    Calls.close(fd);
  }

  /** struct sockaddr_in or sockaddr_in6; gives its length. */
  private int write(IpAddress to, int port) {
    address.put(2, (byte) (port >> 8)).put(3, (byte) port);
    return switch (to.family()) {
      case IPV4 -> {
        address.putShort(0, (short) AF_INET);
        address.order(ByteOrder.BIG_ENDIAN).putInt(4, (int) to.low());
        address.order(ByteOrder.nativeOrder()).putLong(8, 0);
        yield SOCKADDR_IN;
      }
      case IPV6 -> {
        address.putShort(0, (short) AF_INET6).putInt(4, 0);
        address.order(ByteOrder.BIG_ENDIAN).putLong(8, to.high()).putLong(16, to.low());
        address.order(ByteOrder.nativeOrder()).putInt(24, 0);
        yield SOCKADDR_IN6;
      }
    };
  }

  private static int result(long returned) {
    return (int) Calls.orErrno(returned);
  }
}
