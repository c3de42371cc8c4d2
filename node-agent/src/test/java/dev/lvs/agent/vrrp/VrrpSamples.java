package dev.lvs.agent.vrrp;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.PlannedVrrp;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.net.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans of a director with VRRP. */
final class VrrpSamples {
  static final PlannedVrrp IPV4 = router("198.51.100.1", null, "198.51.100.2", "198.51.100.3");
  static final PlannedVrrp IPV6 = router("2001:db8::1", null, "2001:db8::2");

  private VrrpSamples() {}

  static PlannedVrrp router(String source, @Nullable StandDown standDown, String... peers) {
    return new PlannedVrrp("edge", 51, 254, 500, IpAddress.parse(source), ips(peers), standDown);
  }

  static List<IpAddress> ips(String... addresses) {
    return Arrays.stream(addresses).map(IpAddress::parse).toList();
  }

  static PlannedVip vip(String address, String device, PlannedVrrp vrrp) {
    return new PlannedVip(IpAddress.parse(address), device, List.of()).with(vrrp);
  }

  static NodePlanSpec plan(PlannedVip... vips) {
    return new NodePlanSpec(
        "edge-1",
        new DirectorPlan(List.of(), List.of(vips), List.of(), List.of()),
        new RealServerPlan(List.of()));
  }
}
