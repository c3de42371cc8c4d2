package dev.lvs.agent.round;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.IpFamily;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.Protocol;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.Scheduler;
import java.util.List;
import java.util.stream.Stream;

/** Plans of a small director. */
public final class SamplePlans {
  public static final String VIP = "192.0.2.10";
  public static final String SERVICE = "VirtualService shop/web";
  public static final NodePlanSpec EMPTY = new NodePlanSpec("node-1", null, null);

  private SamplePlans() {}

  /** One service by direct routing, with a destination of weight 1 for each address. */
  public static NodePlanSpec director(String... realServers) {
    return new NodePlanSpec("node-1", directing(VIP, realServers), null);
  }

  /** The same by a firewall mark, which a table of nftables gives to packets to the VIP. */
  public static NodePlanSpec marking(String... realServers) {
    PlannedService service =
        new PlannedService(
            null,
            null,
            null,
            0x3001L,
            IpFamily.IPV4,
            Scheduler.WRR,
            List.of(),
            false,
            null,
            Stream.of(realServers).map(SamplePlans::destination).toList(),
            List.of(),
            List.of(),
            false,
            null,
            SERVICE);
    return new NodePlanSpec(
        "node-1",
        new DirectorPlan(
            List.of(service),
            List.of(new PlannedVip(VIP, "eth0", List.of(SERVICE))),
            List.of(new PlannedMark(VIP, Protocol.TCP, 80, 443, 0x3001L, SERVICE)),
            List.of()),
        null);
  }

  /** One that no operator makes. */
  public static NodePlanSpec nonsense() {
    return new NodePlanSpec("node-1", directing("not an address"), null);
  }

  /** The same on a node that is a real server too. */
  public static NodePlanSpec both(String... realServers) {
    return new NodePlanSpec("node-1", directing(VIP, realServers), new RealServerPlan(List.of()));
  }

  private static DirectorPlan directing(String vip, String... realServers) {
    return new DirectorPlan(
        List.of(service(vip, realServers)),
        List.of(new PlannedVip(VIP, "eth0", List.of(SERVICE))),
        List.of(),
        List.of());
  }

  private static PlannedService service(String vip, String... realServers) {
    return new PlannedService(
        vip,
        Protocol.TCP,
        80,
        null,
        null,
        Scheduler.WRR,
        List.of(),
        false,
        null,
        Stream.of(realServers).map(SamplePlans::destination).toList(),
        List.of(),
        List.of(),
        false,
        null,
        SERVICE);
  }

  private static PlannedDestination destination(String address) {
    return new PlannedDestination(
        address, 80, ForwardingMode.DR, 1, null, null, "RealServer shop/" + address);
  }
}
