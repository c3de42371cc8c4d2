package dev.lvs.agent.kernel.sysctl;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sysctls of conf/default, with which a new interface begins.
 *
 * <p>Such an interface keeps the value when conf/default is restored: it counts as set there
 * ({@code inetdev_init} copies which values are set along with the values, net/ipv4/devinet.c). So
 * those are restored too. The value that an interface had before is recorded, also where it was the
 * same.
 */
public final class InterfaceDefaults {
  private static final String CONF = "net/ipv4/conf/";
  private static final String DEFAULT = CONF + "default/";

  /** Goes with the switch of the whole node. */
  private static final String FORWARDING = "/forwarding";

  private InterfaceDefaults() {}

  /** Returns whether it is a sysctl of conf/default that interfaces take over one by one. */
  public static boolean isDefault(String path) {
    return path.startsWith(DEFAULT) && !path.endsWith(FORWARDING);
  }

  /** The sysctl of conf/default that an interface's begins with. */
  public static Optional<String> defaultOf(String path) {
    return path.startsWith(CONF) && !isDefault(path)
        ? Optional.of(DEFAULT + path.substring(path.lastIndexOf('/') + 1))
        : Optional.empty();
  }

  /** Returns what has to be observed before some are put back. */
  public static Set<String> parts(
      KernelState desired, Ownership owned, Collection<String> interfaces) {
    return owned.sysctls().keySet().stream()
        .filter(path -> isDefault(path) && !desired.sysctls().containsKey(path))
        .map(path -> path.substring(DEFAULT.length()))
        .flatMap(name -> interfaces.stream().map(device -> CONF + device + "/" + name))
        .collect(Collectors.toSet());
  }
}
