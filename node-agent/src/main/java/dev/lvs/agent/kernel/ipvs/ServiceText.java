package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** Virtual servers as ipvsadm's options, in the order of {@code ipvsadm -S}. */
public final class ServiceText {
  private ServiceText() {}

  /** {@code -t 192.0.2.10:80}, {@code -f 7 -6}. */
  public static String key(ServiceKey key) {
    return switch (key) {
      case AddressKey address ->
          option(address.protocol()) + " " + address.address().toHost() + ":" + address.port();
      case MarkKey mark -> "-f " + mark.mark() + (mark.family() == AddressFamily.IPV6 ? " -6" : "");
    };
  }

  /** {@code -s sh -p 360 -b sh-port}, with a space before each option. */
  public static String settings(ServiceKey key, ServiceSettings settings) {
    StringBuilder text = new StringBuilder(" -s ").append(settings.scheduler());
    if (settings.flags().contains(ServiceFlag.PERSISTENT)) {
      text.append(" -p ").append(settings.timeoutSeconds());
      netmask(key, settings).ifPresent(mask -> text.append(" -M ").append(mask));
    }
    if (!settings.persistenceEngine().isEmpty()) {
      text.append(" --pe ").append(settings.persistenceEngine());
    }
    if (settings.flags().contains(ServiceFlag.ONE_PACKET)) {
      text.append(" -o");
    }
    List<String> flags = SchedulerFlags.of(settings);
    if (!flags.isEmpty()) {
      text.append(" -b ").append(String.join(",", flags));
    }
    return text.toString();
  }

  /** The granularity of persistence as {@code -M} takes it; empty for single hosts, the default. */
  public static Optional<String> netmask(ServiceKey key, ServiceSettings settings) {
    int netmask = settings.netmask();
    return switch (key.family()) {
      case IPV4 ->
          netmask == -1 ? Optional.empty() : Optional.of(IpAddress.ipv4(netmask).toString());
      case IPV6 ->
          netmask == AddressFamily.IPV6.bits()
              ? Optional.empty()
              : Optional.of(String.valueOf(netmask));
    };
  }

  private static String option(Protocol protocol) {
    return switch (protocol.number()) {
      case 6 -> "-t";
      case 17 -> "-u";
      case 132 -> "--sctp-service";
      // nothing that ipvsadm could be told
      default -> "--protocol-" + protocol.number();
    };
  }
}
