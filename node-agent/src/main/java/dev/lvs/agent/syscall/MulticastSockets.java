package dev.lvs.agent.syscall;

import com.sun.jna.LastErrorException;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Multicast;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Multicast netlink sockets of the running kernel, and an eventfd by which the wait for them ends.
 */
public final class MulticastSockets implements Multicast {
  private static final int SOCKADDR_NL = 12;

  /** struct pollfd: a descriptor, and what is waited for and what came, 16 bits each. */
  private static final int POLLFD = 8;

  private static final int REVENTS = 6;

  private final Map<Integer, Integer> sockets = new LinkedHashMap<>();
  private final int alarm;
  private boolean closed;

  /**
   * No sockets yet.
   *
   * @throws TransportException when the kernel has no descriptor left
   */
  public MulticastSockets() {
    try {
      alarm = C.eventfd(0, C.EFD_CLOEXEC | C.EFD_NONBLOCK);
    } catch (LastErrorException e) {
      throw new TransportException("open an eventfd", errno(e));
    }
  }

  @Override
  public void join(int protocol, int... groups) {
    int fd;
    try {
      fd = C.socket(C.AF_NETLINK, C.SOCK_RAW | C.SOCK_CLOEXEC | C.SOCK_NONBLOCK, protocol);
    } catch (LastErrorException e) {
      throw new TransportException("open a netlink socket to listen on", errno(e));
    }
    try {
      ByteBuffer own = C.struct(SOCKADDR_NL).putShort(0, (short) C.AF_NETLINK);
      C.with(own, address -> C.bind(fd, address, SOCKADDR_NL));
      for (int group : groups) {
        ByteBuffer number = C.struct(Integer.BYTES).putInt(0, group);
        C.with(
            number,
            address ->
                C.setsockopt(fd, C.SOL_NETLINK, C.NETLINK_ADD_MEMBERSHIP, address, Integer.BYTES));
      }
      sockets.put(protocol, fd);
    } catch (LastErrorException e) {
      C.close(fd);
      throw new TransportException("join groups of netlink protocol " + protocol, errno(e));
    }
  }

  @Override
  public void await() {
    ByteBuffer polled = C.struct(POLLFD * (1 + sockets.size()));
    int at = 0;
    polled.putInt(at, alarm).putShort(at + Integer.BYTES, C.POLLIN);
    for (int fd : sockets.values()) {
      at += POLLFD;
      polled.putInt(at, fd).putShort(at + Integer.BYTES, C.POLLIN);
    }
    try {
      C.with(polled, address -> C.poll(address, 1 + sockets.size(), -1));
      if (polled.getShort(REVENTS) != 0) {
        // the count of wakes is of no interest
        ByteBuffer count = C.struct(Long.BYTES);
        C.with(count, address -> C.read(alarm, address, Long.BYTES));
      }
    } catch (LastErrorException e) {
      // a signal of the virtual machine: whoever waits looks and waits again
      if (!errno(e).equals(Errno.EINTR) && !errno(e).equals(Errno.EAGAIN)) {
        throw new TransportException("wait for netlink events", errno(e));
      }
    }
  }

  @Override
  public int receive(int protocol, ByteBuffer into) {
    Integer fd = sockets.get(protocol);
    if (fd == null) {
      return Transport.SILENCE;
    }
    while (true) {
      try {
        return (int) C.with(into, address -> C.recv(fd, address, into.limit(), C.MSG_TRUNC));
      } catch (LastErrorException e) {
        Errno errno = errno(e);
        if (errno.equals(Errno.EAGAIN)) {
          return Transport.SILENCE;
        }
        if (errno.equals(Errno.ENOBUFS)) {
          return Transport.OVERRUN;
        }
        if (!errno.equals(Errno.EINTR)) {
          throw new TransportException("receive netlink events", errno);
        }
      }
    }
  }

  @Override
  public synchronized void wake() {
    if (!closed) {
      ByteBuffer one = C.struct(Long.BYTES).putLong(0, 1);
      try {
        C.with(one, address -> C.write(alarm, address, Long.BYTES));
      } catch (LastErrorException e) {
        // EAGAIN: so many wakes are under way that one more is not needed
        if (!errno(e).equals(Errno.EAGAIN)) {
          throw new TransportException("write to an eventfd", errno(e));
        }
      }
    }
  }

  /** By the thread that listens: a descriptor that is closed under a wait may be another's next. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      sockets.values().forEach(C::close);
      C.close(alarm);
    }
  }

  private static Errno errno(LastErrorException e) {
    return new Errno(e.getErrorCode());
  }
}
