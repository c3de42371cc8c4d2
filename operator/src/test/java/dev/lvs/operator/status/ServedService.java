package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.ipvs.Protocol;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** VirtualService shop/web on director edge-1, with one of its real servers on node rs-1. */
final class ServedService {
  static final ResourceName WEB = new ResourceName("VirtualService", "shop", "web");
  static final List<ServicePort> PORTS =
      List.of(new ServicePort(null, Protocol.TCP, 80, null, null));

  private final MutableClock clock;

  ServedService(MutableClock clock) {
    this.clock = clock;
  }

  /**
   * A service of one director and one real-server node.
   *
   * @param ready real servers that take new connections
   * @param draining real servers of weight 0
   */
  static Facts.OfService served(int ready, int draining) {
    return new Facts.OfService(
        1,
        List.of(),
        new ServiceFacts(WEB, List.of("192.0.2.1"), List.of("edge-1"), ready, draining),
        new TreeMap<>(Map.of("rs-1", Set.of("198.51.100.21"))),
        Optional.empty(),
        PORTS);
  }

  /** The status of the service where both nodes have carried out their plans. */
  VirtualServiceStatus ready() {
    return new VirtualServiceStatuses(new MutableClock())
        .next(null, served(2, 1), Map.of("edge-1", done(4), "rs-1", done(2)))
        .status();
  }

  /** A plan that its node has carried out. */
  PlanProgress done(long generation) {
    return new PlanProgress(
        new PlanChange(generation, clock.instant(), true),
        false,
        true,
        List.of(),
        Optional.empty());
  }

  /** Carried out long ago, by an agent that is not heard from any more. */
  PlanProgress silent(long generation) {
    return new PlanProgress(
        new PlanChange(generation, clock.instant(), true),
        false,
        true,
        List.of(),
        Optional.of(new Trouble(Trouble.NODE_SILENT, "The agent on edge-1 is not heard from.")));
  }

  /** A plan that its node has not carried out. */
  PlanProgress waiting(long generation) {
    return new PlanProgress(
        new PlanChange(generation, clock.instant(), true),
        false,
        false,
        List.of(),
        Optional.empty());
  }

  /** The conditions of a status, one a line. */
  static String said(VirtualServiceStatus status) {
    return status.conditions().stream()
        .map(
            it ->
                it.getType() + "=" + it.getStatus() + " " + it.getReason() + ": " + it.getMessage())
        .collect(Collectors.joining("\n"));
  }
}
