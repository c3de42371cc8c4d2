package dev.lvs.agent.model.device;

import dev.lvs.net.AddressFamily;
import java.util.Arrays;
import java.util.Optional;

/** Kinds of tunnel device that decapsulate packets of IPVS, by outer and inner protocol. */
public enum TunnelKind {
  /** IPv4 in IPv4. */
  IPIP("ipip", AddressFamily.IPV4),
  /** IPv6 in IPv4. */
  SIT("sit", AddressFamily.IPV4),
  /** Either in IPv6. */
  IP6TNL("ip6tnl", AddressFamily.IPV6),
  /** GRE in IPv4. */
  GRE("gre", AddressFamily.IPV4),
  /** GRE in IPv6. */
  IP6GRE("ip6gre", AddressFamily.IPV6);

  private final String kernelName;
  private final AddressFamily outer;

  TunnelKind(String kernelName, AddressFamily outer) {
    this.kernelName = kernelName;
    this.outer = outer;
  }

  /**
   * Returns what {@code IFLA_INFO_KIND} and {@code ip link add ... type} call it; also the module's
   * name or its alias.
   */
  public String kernelName() {
    return kernelName;
  }

  /** The family of the outer addresses. */
  public AddressFamily outer() {
    return outer;
  }

  /** Returns whether it says by a flag if what it takes has a checksum. */
  public boolean isGre() {
    return this == GRE || this == IP6GRE;
  }

  /** The kind with that name in the kernel, if it is one of these. */
  public static Optional<TunnelKind> of(String kernelName) {
    return Arrays.stream(values()).filter(kind -> kind.kernelName.equals(kernelName)).findFirst();
  }
}
