package dev.lvs.net;

/** The two address families of IPVS. */
public enum AddressFamily {
  /** IPv4, 32 bits. */
  IPV4(32, "IPv4"),
  /** IPv6, 128 bits. */
  IPV6(128, "IPv6");

  private final int bits;
  private final String text;

  AddressFamily(int bits, String text) {
    this.bits = bits;
    this.text = text;
  }

  /** The name as people write it. */
  public String text() {
    return text;
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
