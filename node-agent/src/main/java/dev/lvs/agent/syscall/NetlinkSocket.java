package dev.lvs.agent.syscall;

import com.sun.jna.LastErrorException;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A netlink socket of the running kernel.
 *
 * <p>It belongs to the network namespace of the thread that opens it and stays there, whichever
 * thread uses it later.
 */
public final class NetlinkSocket implements Transport {

  /**
   * The kernel answers from within {@code send}; seconds pass only when it loads a module or is
   * starved of CPU.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Bytes of replies that may wait; the kernel doubles it for its own use. */
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** Bytes of a batch that is one transaction. */
  private static final int BATCH_BUFFER = 1 << 24;

  private static final int SOCKADDR_NL = 12;
  private static final int TIMEVAL = 16;

  private int fd;

  /**
   * Opens a socket in the calling thread's network namespace.
   *
   * @param protocol {@link dev.lvs.agent.netlink.Netlink#NETLINK_GENERIC}, NETLINK_ROUTE or
   *     NETLINK_NETFILTER
   * @throws TransportException when the kernel gives none
   */
  public NetlinkSocket(int protocol) {
    fd = open(protocol);
  }

  @Override
  public void send(ByteBuffer messages) {
    int length = messages.remaining();
    try {
      C.with(messages, address -> C.send(fd, address + messages.position(), length, 0));
    } catch (LastErrorException e) {
      throw new TransportException("send " + length + " bytes to netlink", errno(e));
    }
  }

  @Override
  public int receive(ByteBuffer into) {
    while (true) {
      try {
        return (int) C.with(into, address -> C.recv(fd, address, into.limit(), C.MSG_TRUNC));
      } catch (LastErrorException e) {
        Errno errno = errno(e);
        if (errno.equals(Errno.EAGAIN)) {
          return SILENCE;
        }
        if (errno.equals(Errno.ENOBUFS)) {
          return OVERRUN;
        }
        // a signal of the virtual machine: nothing was taken from the queue
        if (!errno.equals(Errno.EINTR)) {
          throw new TransportException("receive from netlink", errno);
        }
      }
    }
  }

  @Override
  public void reset() {
    // the kernel answers from within send, and goes on with a dump from within recv: nothing comes
    // later
    while (true) {
      try {
        C.recv(fd, 0, 0, C.MSG_TRUNC | C.MSG_DONTWAIT);
      } catch (LastErrorException e) {
        Errno errno = errno(e);
        if (errno.equals(Errno.EAGAIN)) {
          return;
        }
        if (!errno.equals(Errno.ENOBUFS) && !errno.equals(Errno.EINTR)) {
          throw new TransportException("receive from netlink", errno);
        }
      }
    }
  }

  @Override
  public void close() {
    if (fd >= 0) {
      C.close(fd);
      fd = -1;
    }
  }

  private static int open(int protocol) {
    int fd;
    try {
      fd = C.socket(C.AF_NETLINK, C.SOCK_RAW | C.SOCK_CLOEXEC, protocol);
    } catch (LastErrorException e) {
      throw new TransportException("open a netlink socket", errno(e));
    }
    try {
      setUp(fd);
      if (protocol == Netlink.NETLINK_NETFILTER) {
        // a batch cannot be divided
        accepts(fd, C.SOL_SOCKET, C.SO_SNDBUFFORCE, BATCH_BUFFER);
      }
      return fd;
    } catch (LastErrorException e) {
      C.close(fd);
      throw new TransportException("set up a netlink socket", errno(e));
    }
  }

  private static void setUp(int fd) {
    ByteBuffer kernel = C.struct(SOCKADDR_NL).putShort(0, (short) C.AF_NETLINK);
    C.with(kernel, address -> C.bind(fd, address, SOCKADDR_NL));
    C.with(kernel, address -> C.connect(fd, address, SOCKADDR_NL));
    ByteBuffer patience = C.struct(TIMEVAL).putLong(0, PATIENCE.toSeconds());
    C.with(patience, address -> C.setsockopt(fd, C.SOL_SOCKET, C.SO_RCVTIMEO, address, TIMEVAL));

    if (!accepts(fd, C.SOL_SOCKET, C.SO_RCVBUFFORCE, RECEIVE_BUFFER)) {
      // without CAP_NET_ADMIN: as much as net.core.rmem_max allows, which is enough for one batch
      accepts(fd, C.SOL_SOCKET, C.SO_RCVBUF, RECEIVE_BUFFER);
    }
    // kernels before 4.3, 4.12 and 4.20 lack one or another and are served without
    accepts(fd, C.SOL_NETLINK, C.NETLINK_CAP_ACK, 1);
    accepts(fd, C.SOL_NETLINK, C.NETLINK_EXT_ACK, 1);
    accepts(fd, C.SOL_NETLINK, C.NETLINK_GET_STRICT_CHK, 1);
  }

  private static boolean accepts(int fd, int level, int option, int value) {
    ByteBuffer number = C.struct(Integer.BYTES).putInt(0, value);
    try {
      C.with(number, address -> C.setsockopt(fd, level, option, address, Integer.BYTES));
      return true;
    } catch (LastErrorException e) {
      return false;
    }
  }

  private static Errno errno(LastErrorException e) {
    return new Errno(e.getErrorCode());
  }
}
