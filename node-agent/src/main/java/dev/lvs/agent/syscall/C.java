package dev.lvs.agent.syscall;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The functions of the C library by their own names, and the constants of 64-bit Linux they take
 * (the same on x86-64 and arm64).
 *
 * <p>An address is a {@code long}; {@link #with} gives it.
 */
final class C {

  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int AF_PACKET = 17;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOCK_NONBLOCK = 0x800;

  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_RCVTIMEO = 20;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;

  static final int IPPROTO_RAW = 255;
  static final int SOL_IP = 0;
  static final int SOL_IPV6 = 41;
  static final int SOL_NETLINK = 270;
  static final int NETLINK_ADD_MEMBERSHIP = 1;
  static final int NETLINK_CAP_ACK = 10;
  static final int NETLINK_EXT_ACK = 11;
  static final int NETLINK_GET_STRICT_CHK = 12;

  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;

  static final short POLLIN = 1;
  static final int EFD_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;

  static final int O_RDONLY = 0;
  static final int O_CLOEXEC = 0x80000;
  static final int CLONE_NEWNET = 0x40000000;

  static {
    Native.register(C.class, "c");
  }

  private C() {}

  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  static native int bind(int fd, long address, int length) throws LastErrorException;

  static native int connect(int fd, long address, int length) throws LastErrorException;

  static native int setsockopt(int fd, int level, int option, long value, int length)
      throws LastErrorException;

  /**
   * @param length of an int, which says how long the value may be
   */
  static native int getsockopt(int fd, int level, int option, long value, long length)
      throws LastErrorException;

  static native long send(int fd, long buffer, long length, int flags) throws LastErrorException;

  static native long sendto(
      int fd, long buffer, long length, int flags, long address, int addressLength)
      throws LastErrorException;

  static native long recv(int fd, long buffer, long length, int flags) throws LastErrorException;

  static native int poll(long descriptors, long count, int milliseconds) throws LastErrorException;

  static native int eventfd(int count, int flags) throws LastErrorException;

  static native long read(int fd, long buffer, long length) throws LastErrorException;

  static native long write(int fd, long buffer, long length) throws LastErrorException;

  static native int close(int fd) throws LastErrorException;

  static native int open(String path, int flags) throws LastErrorException;

  static native int setns(int fd, int kind) throws LastErrorException;

  static native int unshare(int flags) throws LastErrorException;

  /** A call that takes the address of its argument. */
  @FunctionalInterface
  interface Call {
    long on(long address) throws LastErrorException;
  }

  /**
   * Makes a call with the address of a direct buffer, which stays where it is for as long as the
   * call takes.
   */
  static long with(ByteBuffer direct, Call call) throws LastErrorException {
    try {
      return call.on(Pointer.nativeValue(Native.getDirectBufferPointer(direct)));
    } finally {
      Reference.reachabilityFence(direct);
    }
  }

  /** A zeroed direct buffer in host order, for the structs that calls take. */
  static ByteBuffer struct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
