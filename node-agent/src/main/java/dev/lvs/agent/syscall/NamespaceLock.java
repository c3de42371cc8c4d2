package dev.lvs.agent.syscall;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.jna.LastErrorException;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Lock on a name that one process at a time has in a network namespace: an abstract UNIX domain
 * socket, which is in no directory and is closed with the process, however that ends (unix(7)).
 */
public final class NamespaceLock implements AutoCloseable {
  /** Before the name: the family, and the zero that makes it abstract. */
  private static final int HEAD = Short.BYTES + 1;

  private final int fd;

  private NamespaceLock(int fd) {
    this.fd = fd;
  }

  /**
   * Takes a name in the calling thread's network namespace.
   *
   * @return empty when somebody has it
   */
  public static Optional<NamespaceLock> take(String name) {
    int fd = socket();
    try {
      ByteBuffer address = address(name);
      C.with(address, at -> C.bind(fd, at, address.capacity()));
      return Optional.of(new NamespaceLock(fd));
    } catch (LastErrorException e) {
      C.close(fd);
      Errno errno = new Errno(e.getErrorCode());
      if (errno.equals(Errno.EADDRINUSE)) {
        return Optional.empty();
      }
      throw new TransportException("take the name " + name + " in this namespace", errno);
    }
  }

  /** Returns whether somebody has a name in the calling thread's network namespace. */
  public static boolean isTaken(String name) {
    int fd = socket();
    try {
      ByteBuffer address = address(name);
      C.with(address, at -> C.connect(fd, at, address.capacity()));
      return true;
    } catch (LastErrorException nobody) {
      return false;
    } finally {
      C.close(fd);
    }
  }

  @Override
  public void close() {
    C.close(fd);
  }

  private static int socket() {
    try {
      return C.socket(C.AF_UNIX, C.SOCK_DGRAM | C.SOCK_CLOEXEC, 0);
    } catch (LastErrorException e) {
      throw new TransportException("open a local socket", new Errno(e.getErrorCode()));
    }
  }

  /** struct sockaddr_un, as long as the name. */
  private static ByteBuffer address(String name) {
    byte[] bytes = name.getBytes(US_ASCII);
    return C.struct(HEAD + bytes.length).putShort(0, (short) C.AF_UNIX).put(HEAD, bytes);
  }
}
