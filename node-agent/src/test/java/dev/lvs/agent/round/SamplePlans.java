package dev.lvs.agent.round;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.stream.Stream;

/** Plans of a small director. */
public final class SamplePlans {
  public static final String VIP = "192.0.2.10";
  public static final String SERVICE = "VirtualService shop/web";
  public static final NodePlanSpec EMPTY = NodePlanSpec.empty("node-1");

  private SamplePlans() {}

  /** One service by direct routing, with a destination of weight 1 for each address. */
  public static NodePlanSpec director(String... realServers) {
    return new NodePlanSpec("node-1", directing(realServers), RealServerPlan.EMPTY);
  }

  /** The same by a firewall mark, which a table of nftables gives to packets to the VIP. */
  public static NodePlanSpec marking(String... realServers) {
    PlannedService service =
        new PlannedService(
            new MarkKey(AddressFamily.IPV4, 0x3001L),
            Scheduler.WRR,
            List.of(),
            false,
            null,
            Stream.of(realServers).map(SamplePlans::destination).toList(),
            List.of(),
            List.of(),
            false,
            null,
            ResourceName.parse(SERVICE));
    return new NodePlanSpec(
        "node-1",
        new DirectorPlan(
            List.of(service),
            List.of(
                new PlannedVip(IpAddress.parse(VIP), "eth0", List.of(ResourceName.parse(SERVICE)))),
            List.of(
                new PlannedMark(
                    new VipPorts(IpAddress.parse(VIP), Protocol.TCP, 80, 443),
                    0x3001L,
                    ResourceName.parse(SERVICE))),
            List.of()),
        RealServerPlan.EMPTY);
  }

  /** One that no operator makes. */
  public static NodePlanSpec nonsense() {
    PlannedService service = service("198.51.100.21");
    PlannedDestination first = service.destinations().getFirst();
    PlannedDestination negative =
        new PlannedDestination(
            first.address(), first.port(), first.method(), -1, null, null, first.source());
    return new NodePlanSpec(
        "node-1",
        new DirectorPlan(List.of(service.with(List.of(negative))), List.of(), List.of(), List.of()),
        RealServerPlan.EMPTY);
  }

  /** The same on a node that is a real server too. */
  public static NodePlanSpec both(String... realServers) {
    return new NodePlanSpec("node-1", directing(realServers), new RealServerPlan(List.of(HIDDEN)));
  }

  private static final HiddenVip HIDDEN =
      new HiddenVip(
          IpAddress.parse(VIP),
          ForwardingMode.DR,
          IpAddress.parse("192.0.2.21"),
          null,
          List.of(ResourceName.parse(SERVICE)));

  private static DirectorPlan directing(String... realServers) {
    return new DirectorPlan(
        List.of(service(realServers)),
        List.of(new PlannedVip(IpAddress.parse(VIP), "eth0", List.of(ResourceName.parse(SERVICE)))),
        List.of(),
        List.of());
  }

  private static PlannedService service(String... realServers) {
    return new PlannedService(
        new AddressKey(Protocol.TCP, IpAddress.parse(VIP), 80),
        Scheduler.WRR,
        List.of(),
        false,
        null,
        Stream.of(realServers).map(SamplePlans::destination).toList(),
        List.of(),
        List.of(),
        false,
        null,
        ResourceName.parse(SERVICE));
  }

  private static PlannedDestination destination(String address) {
    return new PlannedDestination(
        IpAddress.parse(address),
        80,
        ForwardingMode.DR,
        1,
        null,
        null,
        new ResourceName("RealServer", "shop", address));
  }
}
