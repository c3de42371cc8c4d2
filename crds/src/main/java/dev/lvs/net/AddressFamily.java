package dev.lvs.net;

/** The two address families of IPVS. */
public enum AddressFamily {
  /** IPv4, 32 bits. */
  IPV4(32),
  /** IPv6, 128 bits. */
  IPV6(128);

  private final int bits;

  AddressFamily(int bits) {
    this.bits = bits;
  }

  /** Length of an address in bits, which is also the prefix length of a single host. */
  public int bits() {
    return bits;
  }

  /** Length of an address in bytes. */
  public int bytes() {
    return bits / Byte.SIZE;
  }
}
