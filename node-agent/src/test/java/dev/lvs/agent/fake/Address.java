package dev.lvs.agent.fake;

import dev.lvs.net.IpAddress;
import java.util.Arrays;

/** {@code union nf_inet_addr}: 16 bytes, of which the family says how many count. */
final class Address {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes said, the rest zero: {@code nla_memcpy}. */
  static Address of(byte[] said) {
    return new Address(Arrays.copyOf(said, 16));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  boolean equals(Address other, int family) {
    int length = family == AF_INET ? 4 : 16;
    return Arrays.equals(bytes, 0, length, other.bytes, 0, length);
  }

  IpAddress toIp(int family) {
    return IpAddress.of(Arrays.copyOf(bytes, family == AF_INET ? 4 : 16));
  }

  static boolean isKnown(int family) {
    return family == AF_INET || family == AF_INET6;
  }
}
