package dev.lvs.tool.convert.manifest;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Bypass;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Local;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Unknown;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.api.v1alpha1.Forwarding;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.Persistence;
import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.SchedulerFlag;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.api.v1alpha1.Thresholds;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Maps settings of the table to fields of specs; {@link dev.lvs.tool.convert.Sayable} has left out
 * those without a field.
 */
public final class SpecWords {
  private static final int WHOLE_IPV4 = -1;

  private SpecWords() {}

  /** NAT, DR or TUN; empty for what no manifest can ask for. */
  public static Optional<ForwardingMode> method(ForwardingMethod method) {
    return switch (method) {
      case Masquerade _ -> Optional.of(ForwardingMode.NAT);
      case DirectRouting _ -> Optional.of(ForwardingMode.DR);
      case ForwardingMethod.Tunnel _ -> Optional.of(ForwardingMode.TUN);
      case Local _, Bypass _, Unknown _ -> Optional.empty();
    };
  }

  /** The tunnel of a method, where it has one. */
  static Optional<Tunnel> tunnel(ForwardingMethod method) {
    return method instanceof ForwardingMethod.Tunnel tunnel
        ? Optional.of(
            new Tunnel(
                tunnel.type(),
                tunnel.type() == TunnelType.GUE ? tunnel.port() : null,
                tunnel.checksum()))
        : Optional.empty();
  }

  static Forwarding forwarding(ForwardingMethod method) {
    boolean isUsual = method.equals(ForwardingMethod.Tunnel.ipip());
    return new Forwarding(
        method(method).orElse(ForwardingMode.NAT),
        tunnel(method).filter(_ -> !isUsual).orElse(null),
        null);
  }

  public static Optional<Scheduler> scheduler(String name) {
    return Arrays.stream(Scheduler.values()).filter(one -> one.text().equals(name)).findFirst();
  }

  static List<SchedulerFlag> flags(ServiceSettings settings) {
    boolean sh = settings.scheduler().equals("sh");
    boolean mh = settings.scheduler().equals("mh");
    List<SchedulerFlag> flags = new ArrayList<>();
    if (settings.flags().contains(ServiceFlag.SCHED_1)) {
      flags.add(
          sh ? SchedulerFlag.SH_FALLBACK : mh ? SchedulerFlag.MH_FALLBACK : SchedulerFlag.FLAG_1);
    }
    if (settings.flags().contains(ServiceFlag.SCHED_2)) {
      flags.add(sh ? SchedulerFlag.SH_PORT : mh ? SchedulerFlag.MH_PORT : SchedulerFlag.FLAG_2);
    }
    if (settings.flags().contains(ServiceFlag.SCHED_3)) {
      flags.add(SchedulerFlag.FLAG_3);
    }
    return flags;
  }

  /** The persistence, where there is any. */
  static Optional<Persistence> persistence(ServiceKey key, ServiceSettings settings) {
    if (!settings.flags().contains(ServiceFlag.PERSISTENT)) {
      return Optional.empty();
    }
    int netmask = settings.netmask();
    boolean isIpv4 = key.family() == AddressFamily.IPV4;
    return Optional.of(
        new Persistence(
            mode(key),
            new Seconds(settings.timeoutSeconds()),
            isIpv4 && netmask != WHOLE_IPV4 ? IpAddress.ipv4(netmask).toString() : null,
            isIpv4 || netmask == AddressFamily.IPV6.bits() ? null : netmask,
            settings.persistenceEngine().isEmpty() ? null : settings.persistenceEngine()));
  }

  /** The limits of connections, where there are any. */
  static Optional<Thresholds> thresholds(DestinationSettings settings) {
    return settings.upperThreshold() == 0 && settings.lowerThreshold() == 0
        ? Optional.empty()
        : Optional.of(
            new Thresholds(
                Math.toIntExact(settings.upperThreshold()),
                Math.toIntExact(settings.lowerThreshold())));
  }

  private static PersistenceMode mode(ServiceKey key) {
    return switch (key) {
      case ServiceKey.AddressKey address ->
          address.port() == 0 ? PersistenceMode.PCC : PersistenceMode.PPC;
      case ServiceKey.MarkKey _ -> PersistenceMode.PFMC;
    };
  }
}
