package dev.lvs.tool.convert;

import dev.lvs.agent.model.ForwardingMethod;
import dev.lvs.agent.model.ForwardingMethod.Bypass;
import dev.lvs.agent.model.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ForwardingMethod.Local;
import dev.lvs.agent.model.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ForwardingMethod.Unknown;
import dev.lvs.agent.model.ServiceFlag;
import dev.lvs.agent.model.ServiceSettings;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings of the table in the words of manifests. */
final class Fields {
  private static final int WHOLE_IPV4 = -1;

  private Fields() {}

  /** {@code NAT}, {@code DR} or {@code TUN}; empty for what no manifest can ask for. */
  static Optional<String> method(ForwardingMethod method) {
    return switch (method) {
      case Masquerade _ -> Optional.of("NAT");
      case DirectRouting _ -> Optional.of("DR");
      case Tunnel _ -> Optional.of("TUN");
      case Local _, Bypass _, Unknown _ -> Optional.empty();
    };
  }

  /** The field {@code tunnel} of a method, where it has one. */
  static Optional<Map<String, Object>> tunnel(ForwardingMethod method) {
    if (!(method instanceof Tunnel tunnel)) {
      return Optional.empty();
    }
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("type", tunnel.type().name().toLowerCase(Locale.ROOT));
    if (tunnel.type() == TunnelType.GUE) {
      field.put("port", tunnel.port());
    }
    if (tunnel.checksum() != TunnelChecksum.NONE) {
      field.put("checksum", tunnel.checksum().name().toLowerCase(Locale.ROOT));
    }
    return Optional.of(field);
  }

  /** Whether a tunnel is what TUN means when nothing more is said. */
  static boolean isPlain(ForwardingMethod method) {
    return !(method instanceof Tunnel) || method.equals(Tunnel.ipip());
  }

  static Map<String, Object> forwarding(ForwardingMethod method) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("method", method(method).orElse("NAT"));
    if (!isPlain(method)) {
      tunnel(method).ifPresent(tunnel -> field.put("tunnel", tunnel));
    }
    return field;
  }

  static List<String> flags(ServiceSettings settings) {
    List<String> flags = new ArrayList<>();
    boolean named = settings.scheduler().equals("sh") || settings.scheduler().equals("mh");
    if (settings.flags().contains(ServiceFlag.SCHED_1)) {
      flags.add(named ? settings.scheduler() + "-fallback" : "flag-1");
    }
    if (settings.flags().contains(ServiceFlag.SCHED_2)) {
      flags.add(named ? settings.scheduler() + "-port" : "flag-2");
    }
    if (settings.flags().contains(ServiceFlag.SCHED_3)) {
      flags.add("flag-3");
    }
    return flags;
  }

  /** The field {@code persistence}, where there is any. */
  static Optional<Map<String, Object>> persistence(ServiceKey key, ServiceSettings settings) {
    if (!settings.flags().contains(ServiceFlag.PERSISTENT)) {
      return Optional.empty();
    }
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("mode", mode(key));
    field.put("timeout", settings.timeoutSeconds() + "s");
    int netmask = settings.netmask();
    if (key.family() == AddressFamily.IPV4 && netmask != WHOLE_IPV4) {
      field.put("netmask", IpAddress.ipv4(netmask).toString());
    }
    if (key.family() == AddressFamily.IPV6 && netmask != AddressFamily.IPV6.bits()) {
      field.put("netmaskV6", netmask);
    }
    if (!settings.persistenceEngine().isEmpty()) {
      field.put("engine", settings.persistenceEngine());
    }
    return Optional.of(field);
  }

  private static String mode(ServiceKey key) {
    return switch (key) {
      case ServiceKey.AddressKey address -> address.port() == 0 ? "PCC" : "PPC";
      case ServiceKey.MarkKey _ -> "PFMC";
    };
  }
}
