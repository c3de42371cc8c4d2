package dev.lvs.agent.plan;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.Protocol;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.Scheduler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators write, in tests. */
final class Plans {
  static final String WEB = "VirtualService shop/web";
  static final String WEB_1 = "RealServer shop/web-1";

  private Plans() {}

  static NodePlanSpec director(PlannedVip... vips) {
    return new NodePlanSpec("node-1", directorPlan(List.of(), vips), null);
  }

  static NodePlanSpec director(PlannedService... services) {
    return new NodePlanSpec("node-1", directorPlan(List.of(services)), null);
  }

  static NodePlanSpec realServer(HiddenVip... vips) {
    return new NodePlanSpec("node-1", null, new RealServerPlan(List.of(vips)));
  }

  static DirectorPlan directorPlan(List<PlannedService> services, PlannedVip... vips) {
    return new DirectorPlan(services, List.of(vips), List.of(), List.of());
  }

  static PlannedVip vip(String address, @Nullable String device) {
    return new PlannedVip(address, device, List.of(WEB));
  }

  static HiddenVip hidden(String address, ForwardingMode method, String realServer) {
    return new HiddenVip(address, method, realServer, null, List.of(WEB));
  }

  static PlannedService service(PlannedDestination... destinations) {
    return service("192.0.2.10", destinations);
  }

  static PlannedService service(String vip, PlannedDestination... destinations) {
    return service(vip, 80, destinations);
  }

  static PlannedService service(String vip, int port, PlannedDestination... destinations) {
    return new PlannedService(
        vip,
        Protocol.TCP,
        port,
        null,
        null,
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(destinations),
        List.of(),
        List.of(),
        false,
        null,
        WEB);
  }

  static PlannedService of(Protocol protocol, PlannedService one) {
    return new PlannedService(
        one.address(),
        protocol,
        one.port(),
        one.firewallMark(),
        one.family(),
        one.scheduler(),
        one.schedulerFlags(),
        one.onePacket(),
        one.persistence(),
        one.destinations(),
        one.localAddresses(),
        one.vips(),
        one.adopt(),
        one.directorGroup(),
        one.source());
  }

  static PlannedDestination destination(String address, ForwardingMode method) {
    return new PlannedDestination(address, 80, method, 1, null, null, WEB_1);
  }
}
