package dev.lvs.agent.kernel.sysctl;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sysctls that switch forwarding on and off for a whole node, and those that the kernel changes
 * with them.
 *
 * <p>They belong to the node and not to the agent alone: containers, a VPN or a routing daemon that
 * start later find forwarding on and set nothing, so that nothing shows that they need it. That is
 * why they are not restored with the last service that needed them, but when the node is given up,
 * and not even then where rules of other programs forward packets.
 *
 * <p>A switch sets forwarding of every interface and of those to come ({@code inet_forward_change},
 * net/ipv4/devinet.c; {@code addrconf_forward_change}, net/ipv6/addrconf.c): those values are
 * recorded before.
 */
public final class ForwardingSysctls {
  private static final String IPV4 = "net/ipv4/ip_forward";
  private static final String IPV6 = "net/ipv6/conf/all/forwarding";
  private static final String CONF4 = "net/ipv4/conf/";
  private static final String CONF6 = "net/ipv6/conf/";
  private static final String PART = "/forwarding";
  private static final String ADVERTISEMENTS = "/accept_ra";

  private ForwardingSysctls() {}

  public static boolean isSwitch(String path) {
    return path.equals(IPV4) || path.equals(IPV6);
  }

  /** The switch that sets this value of one interface as well. */
  public static Optional<String> switchOf(String path) {
    if (isSwitch(path) || !path.endsWith(PART)) {
      return Optional.empty();
    }
    return path.startsWith(CONF4)
        ? Optional.of(IPV4)
        : Optional.of(IPV6).filter(_ -> path.startsWith(CONF6));
  }

  /** The switch that a value is of no use, or of harm, without: itself, or what it needs. */
  public static Optional<String> familyOf(String path) {
    if (isSwitch(path)) {
      return Optional.of(path);
    }
    return switchOf(path)
        .or(
            () ->
                Optional.of(IPV6)
                    .filter(_ -> path.startsWith(CONF6) && path.endsWith(ADVERTISEMENTS)));
  }

  /** Returns what has to be observed before switches are turned on. */
  public static Set<String> parts(
      KernelState desired, KernelState observed, Ownership owned, Collection<String> interfaces) {
    return desired.sysctls().keySet().stream()
        .filter(path -> isSwitch(path) && isTurnedOn(path, desired, observed, owned))
        .map(path -> path.equals(IPV4) ? CONF4 : CONF6)
        .flatMap(
            conf ->
                Stream.concat(Stream.of("default"), interfaces.stream())
                    .map(name -> conf + name + PART))
        .collect(Collectors.toSet());
  }

  /** Returns whether we are about to turn it on for the first time. */
  public static boolean isTurnedOn(
      String path, KernelState desired, KernelState observed, Ownership owned) {
    return "1".equals(desired.sysctls().get(path))
        && "0".equals(observed.sysctls().get(path))
        && !owned.sysctls().containsKey(path);
  }
}
