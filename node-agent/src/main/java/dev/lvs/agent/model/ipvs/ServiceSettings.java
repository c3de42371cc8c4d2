package dev.lvs.agent.model.ipvs;

import java.util.Set;

/**
 * Settings of a virtual server that can be edited in place without touching its connections.
 *
 * @param scheduler the kernel's name, 1 to 15 bytes, e.g. {@code wrr}; {@code none} where there is
 *     no scheduler
 * @param timeoutSeconds persistence timeout in seconds, 0 or more; of no effect without {@link
 *     ServiceFlag#PERSISTENT}
 * @param netmask granularity of persistence: for IPv4 the mask's 32 bits (0xffffff00 is a /24), for
 *     IPv6 the prefix length, 1 to 128
 * @param persistenceEngine the kernel's name, e.g. {@code sip}; empty for none
 */
public record ServiceSettings(
    String scheduler,
    Set<ServiceFlag> flags,
    int timeoutSeconds,
    int netmask,
    String persistenceEngine) {
  /** The scheduler of Maglev hashing (net/netfilter/ipvs/ip_vs_mh.c). */
  public static final String MAGLEV = "mh";

  public ServiceSettings {
    flags = Set.copyOf(flags);
    if (timeoutSeconds < 0) {
      throw new IllegalArgumentException("a timeout is not negative: " + timeoutSeconds);
    }
  }
}
