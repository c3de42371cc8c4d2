package dev.lvs.agent.plan;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PlanSamples as operators write them, for tests. */
public final class PlanSamples {
  public static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");
  public static final ResourceName WEB_1 = ResourceName.parse("RealServer shop/web-1");

  private PlanSamples() {}

  public static NodePlanSpec director(PlannedVip... vips) {
    return new NodePlanSpec("node-1", directorPlan(List.of(), vips), RealServerPlan.EMPTY);
  }

  public static NodePlanSpec director(PlannedService... services) {
    return new NodePlanSpec("node-1", directorPlan(List.of(services)), RealServerPlan.EMPTY);
  }

  public static NodePlanSpec realServer(HiddenVip... vips) {
    return new NodePlanSpec("node-1", DirectorPlan.EMPTY, new RealServerPlan(List.of(vips)));
  }

  public static DirectorPlan directorPlan(List<PlannedService> services, PlannedVip... vips) {
    return new DirectorPlan(services, List.of(vips), List.of(), List.of());
  }

  public static PlannedVip vip(String address, @Nullable String device) {
    return new PlannedVip(IpAddress.parse(address), device, List.of(WEB));
  }

  public static HiddenVip hidden(String address, ForwardingMode method, String realServer) {
    return new HiddenVip(
        IpAddress.parse(address), method, IpAddress.parse(realServer), null, List.of(WEB));
  }

  public static PlannedService service(PlannedDestination... destinations) {
    return service("192.0.2.10", destinations);
  }

  public static PlannedService service(String vip, PlannedDestination... destinations) {
    return service(vip, 80, destinations);
  }

  public static PlannedService service(String vip, int port, PlannedDestination... destinations) {
    return new PlannedService(
        new AddressKey(Protocol.TCP, IpAddress.parse(vip), port),
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

  public static PlannedService of(Protocol protocol, PlannedService one) {
    AddressKey key = (AddressKey) one.key();
    return like(
        one,
        new AddressKey(protocol, key.address(), key.port()),
        one.persistence(),
        one.source(),
        one.health());
  }

  /** The same service under another key, otherwise persistent and otherwise checked. */
  public static PlannedService like(
      PlannedService one,
      ServiceKey key,
      @Nullable PlannedPersistence persistence,
      ResourceName source,
      @Nullable PlannedHealth health) {
    return new PlannedService(
        key,
        one.scheduler(),
        one.schedulerFlags(),
        one.onePacket(),
        persistence,
        one.destinations(),
        one.localAddresses(),
        one.vips(),
        one.adopt(),
        one.directorGroup(),
        source,
        health,
        one.drain());
  }

  public static PlannedDestination destination(String address, ForwardingMode method) {
    return new PlannedDestination(IpAddress.parse(address), 80, method, 1, null, null, WEB_1);
  }
}
