package dev.lvs.agent.syscall;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The functions of the C library that a probe needs, without exceptions: a connection in progress
 * (EINPROGRESS) or refused is normal there, and the stack trace of an exception costs more than the
 * call. Each returns what the function returns; below zero {@link Native#getLastError} has the
 * errno.
 */
final class Calls {
  static {
    Native.register(Calls.class, "c");
  }

  private Calls() {}

  static native int socket(int domain, int type, int protocol);

  static native int connect(int fd, long address, int length);

  static native int bind(int fd, long address, int length);

  static native int getsockname(int fd, long address, long length);

  static native long sendto(
      int fd, long buffer, long length, int flags, long address, int addressLength);

  static native int setsockopt(int fd, int level, int option, long value, int length);

  static native int getsockopt(int fd, int level, int option, long value, long length);

  static native long send(int fd, long buffer, long length, int flags);

  static native long recv(int fd, long buffer, long length, int flags);

  static native long read(int fd, long buffer, long length);

  static native long write(int fd, long buffer, long length);

  static native int close(int fd);

  static native int eventfd(int initial, int flags);

  static native int epoll_create1(int flags);

  static native int epoll_ctl(int epoll, int operation, int fd, long event);

  static native int epoll_wait(int epoll, long events, int most, int milliseconds);

  /** The result of a call, or the negated number of the error as the kernel itself gives it. */
  static long orErrno(long result) {
    return result < 0 ? -Native.getLastError() : result;
  }

  /** Returns where a direct buffer lies; it stays there as long as it is reachable. */
  static long address(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  static ByteBuffer struct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
