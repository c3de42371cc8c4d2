package dev.lvs.net;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The two address families of IPVS. */
public enum AddressFamily {
  /** IPv4, 32 bits. */
  @JsonProperty("IPv4")
  IPV4(32, "IPv4"),
  /** IPv6, 128 bits. */
  @JsonProperty("IPv6")
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
