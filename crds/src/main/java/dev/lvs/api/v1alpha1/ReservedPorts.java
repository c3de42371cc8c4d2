package dev.lvs.api.v1alpha1;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * UDP ports at which no node decapsulates tunnels, because other programs decapsulate or listen
 * there: the first to bind the port keeps it, and the second fails.
 *
 * <p>Those below 1024, and L2TP 1701, GTP 2152, BFD 3784, 3785 and 4784, IPsec 4500, VXLAN 4789 and
 * 4790, Geneve 6081, Weave 6783 and 6784, MetalLB 7946, flannel 8285 and 8472, WireGuard 51820,
 * 51821 and 51871.
 */
public final class ReservedPorts {
  /** The numbers, as CEL writes a list. */
  static final String SINGLE =
      "[1701, 2152, 3784, 3785, 4500, 4784, 4789, 4790, 6081, 6783, 6784, 7946, 8285, 8472, 51820,"
          + " 51821, 51871]";

  private static final int FIRST_FREE = 1024;

  private static final Set<Integer> NUMBERS =
      Arrays.stream(SINGLE.substring(1, SINGLE.length() - 1).split(", ", -1))
          .map(Integer::valueOf)
          .collect(Collectors.toUnmodifiableSet());

  private ReservedPorts() {}

  /** Returns whether no tunnel may have {@code port}. */
  public static boolean contains(int port) {
    return port < FIRST_FREE || NUMBERS.contains(port);
  }
}
