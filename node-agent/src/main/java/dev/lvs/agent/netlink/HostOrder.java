package dev.lvs.agent.netlink;

import java.nio.ByteOrder;

/**
 * Reads and writes numbers in an array in host byte order, which netlink's headers and most values
 * have.
 */
final class HostOrder {
  static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private HostOrder() {}

  static int u16(byte[] bytes, int at) {
    return LITTLE_ENDIAN ? little16(bytes, at) : network16(bytes, at);
  }

  static int s32(byte[] bytes, int at) {
    return LITTLE_ENDIAN
        ? little16(bytes, at) | (little16(bytes, at + 2) << Short.SIZE)
        : network32(bytes, at);
  }

  static long s64(byte[] bytes, int at) {
    long first = Integer.toUnsignedLong(s32(bytes, at));
    long second = Integer.toUnsignedLong(s32(bytes, at + 4));
    return LITTLE_ENDIAN ? (second << Integer.SIZE) | first : (first << Integer.SIZE) | second;
  }

  /** The same whatever the machine's order. */
  static int network16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << Byte.SIZE) | (bytes[at + 1] & 0xff);
  }

  static int network32(byte[] bytes, int at) {
    return (network16(bytes, at) << Short.SIZE) | network16(bytes, at + 2);
  }

  private static int little16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << Byte.SIZE);
  }
}
