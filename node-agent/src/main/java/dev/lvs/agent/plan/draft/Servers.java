package dev.lvs.agent.plan.draft;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.SchedulerFlag;
import dev.lvs.api.v1alpha1.Thresholds;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.AddressFamily;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps services of a plan to IPVS entries. */
public final class Servers {
  private static final int WHOLE_IPV4 = 0xffff_ffff;
  private static final int WHOLE_IPV6 = 128;

  private static final Thresholds UNLIMITED = new Thresholds(0, 0);
  private static final ForwardingMethod MASQUERADE = new ForwardingMethod.Masquerade();
  private static final ForwardingMethod DIRECT_ROUTING = new ForwardingMethod.DirectRouting();
  private static final ForwardingMethod IPIP = ForwardingMethod.Tunnel.ipip();

  private Servers() {}

  public static ServiceSettings settings(PlannedService service, AddressFamily family) {
    Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
    service.schedulerFlags().forEach(flag -> flags.add(flag(flag)));
    if (service.onePacket()) {
      flags.add(ServiceFlag.ONE_PACKET);
    }
    PlannedPersistence persistence = service.persistence();
    if (persistence == null) {
      return new ServiceSettings(service.scheduler().text(), flags, 0, whole(family), "");
    }
    flags.add(ServiceFlag.PERSISTENT);
    return new ServiceSettings(
        service.scheduler().text(),
        flags,
        persistence.timeoutSeconds(),
        netmask(persistence, family),
        Objects.requireNonNullElse(persistence.engine(), ""));
  }

  public static DestinationKey key(PlannedDestination destination) {
    return new DestinationKey(destination.address(), destination.port());
  }

  public static DestinationSettings settings(PlannedDestination destination) {
    Thresholds thresholds = Objects.requireNonNullElse(destination.thresholds(), UNLIMITED);
    return new DestinationSettings(
        method(destination), destination.weight(), thresholds.upper(), thresholds.lower());
  }

  private static ForwardingMethod method(PlannedDestination destination) {
    return switch (destination.method()) {
      // FULLNAT is NAT to the IPVS table; the source is rewritten elsewhere
      case NAT, FULLNAT -> MASQUERADE;
      case DR -> DIRECT_ROUTING;
      case TUN -> tunnel(destination.tunnel());
    };
  }

  private static ForwardingMethod tunnel(@Nullable Tunnel tunnel) {
    if (tunnel == null) {
      return IPIP;
    }
    return new ForwardingMethod.Tunnel(
        tunnel.type(), Objects.requireNonNullElse(tunnel.port(), 0), tunnel.checksum());
  }

  private static ServiceFlag flag(SchedulerFlag flag) {
    return switch (flag) {
      case SH_FALLBACK, MH_FALLBACK, FLAG_1 -> ServiceFlag.SCHED_1;
      case SH_PORT, MH_PORT, FLAG_2 -> ServiceFlag.SCHED_2;
      case FLAG_3 -> ServiceFlag.SCHED_3;
    };
  }

  private static int netmask(PlannedPersistence persistence, AddressFamily family) {
    return switch (family) {
      case IPV4 -> persistence.netmask() == null ? WHOLE_IPV4 : (int) persistence.netmask().low();
      case IPV6 -> Objects.requireNonNullElse(persistence.prefixLength(), WHOLE_IPV6);
    };
  }

  private static int whole(AddressFamily family) {
    return switch (family) {
      case IPV4 -> WHOLE_IPV4;
      case IPV6 -> WHOLE_IPV6;
    };
  }
}
