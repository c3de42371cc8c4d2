package dev.lvs.agent.syscall;

import com.sun.jna.Native;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Waits for many descriptors at once (epoll(7)), and for a call of {@link #wake}.
 *
 * <p>Used by one thread, but for {@link #wake}.
 */
public final class Poll implements AutoCloseable {
  /** EPOLLIN: there is something to read. */
  public static final int READABLE = 0x1;

  /** EPOLLOUT: it takes bytes, or a connection is made. */
  public static final int WRITABLE = 0x4;

  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_MOD = 3;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EFD = 0x80000 | 0x800;

  /** Descriptors that one wait tells of at most. */
  public static final int MOST = 256;

  /** struct epoll_event is packed on x86-64 alone (uapi/linux/eventpoll.h). */
  private static final int DATA = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

  private static final int EVENT = DATA + Long.BYTES;

  private final int epoll;
  private final int bell;
  private final ByteBuffer event = Calls.struct(EVENT);
  private final long eventAt = Calls.address(event);
  private final ByteBuffer events = Calls.struct(MOST * EVENT);
  private final long eventsAt = Calls.address(events);
  private final ByteBuffer one = Calls.struct(Long.BYTES);
  private final ByteBuffer drained = Calls.struct(Long.BYTES);

  /** Takes ready descriptors. */
  @FunctionalInterface
  public interface Ready {
    /**
     * A descriptor is ready, or failed, which counts as both.
     *
     * @param token as {@link Poll#add} was given it
     */
    void at(long token);
  }

  /**
   * Opens one.
   *
   * @throws TransportException when the node has no descriptor left
   */
  public Poll() {
    epoll = opened(Calls.epoll_create1(EPOLL_CLOEXEC));
    bell = opened(Calls.eventfd(0, EFD));
    one.putLong(0, 1);
    if (add(bell, READABLE, -1) < 0) {
      throw new TransportException("wait for descriptors", new Errno(Native.getLastError()));
    }
  }

  /**
   * Waits for a descriptor from now on, until it is closed.
   *
   * @param interest {@link #READABLE} and {@link #WRITABLE}
   * @param token not negative; given back when it is ready
   * @return 0 or a negated errno
   */
  public int add(int fd, int interest, long token) {
    return control(EPOLL_CTL_ADD, fd, interest, token);
  }

  /** Waits for something else of a descriptor. */
  public int change(int fd, int interest, long token) {
    return control(EPOLL_CTL_MOD, fd, interest, token);
  }

  private int control(int operation, int fd, int interest, long token) {
    event.putInt(0, interest).putLong(DATA, token);
    return (int) Calls.orErrno(Calls.epoll_ctl(epoll, operation, fd, eventAt));
  }

  /**
   * Waits until something is ready, {@link #wake} was called, or this long.
   *
   * @return whether something was
   */
  public boolean await(Duration patience, Ready ready) {
    // rounded up: a deadline that is almost there is not to be waited for in a circle
    long milliseconds = (patience.toNanos() + 999_999) / 1_000_000;
    int count = Calls.epoll_wait(epoll, eventsAt, MOST, Math.clamp(milliseconds, 0, 60_000));
    for (int i = 0; i < count; i++) {
      long token = events.getLong(i * EVENT + DATA);
      if (token < 0) {
        Calls.read(bell, Calls.address(drained), Long.BYTES);
      } else {
        ready.at(token);
      }
    }
    return count > 0;
  }

  /** Ends the wait that is under way, or the next one; from any thread. */
  public void wake() {
    Calls.write(bell, Calls.address(one), Long.BYTES);
  }

  @Override
  public void close() {
    Calls.close(bell);
    Calls.close(epoll);
  }

  private static int opened(int fd) {
    if (fd < 0) {
      throw new TransportException("wait for descriptors", new Errno(Native.getLastError()));
    }
    return fd;
  }
}
