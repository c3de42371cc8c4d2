package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PlanSamples that put whatever a plan can into our nftables table, on so few VIPs and ports that
 * it collides; some contradict themselves, as no operator should write them.
 */
public final class RandomPlans {
  private static final List<IpAddress> VIPS =
      Stream.of("192.0.2.10", "192.0.2.11", "2001:db8::10").map(IpAddress::parse).toList();
  private static final List<Integer> PORTS = List.of(0, 1, 21, 80, 1024, 5000, 65_535);
  private static final List<ForwardingMode> METHODS =
      List.of(
          ForwardingMode.FULLNAT, ForwardingMode.FULLNAT, ForwardingMode.DR, ForwardingMode.NAT);

  private final Random random;

  private RandomPlans(long seed) {
    this.random = new Random(seed);
  }

  /** Returns what a plan of this number means on a node. */
  public static Desired desired(long seed) {
    return desired(seed, Inputs.NONE);
  }

  /** Returns what it means with these decisions of others. */
  static Desired desired(long seed, Inputs inputs) {
    NodeFacts node = node(ethernet("front", "192.0.2.1/24", "198.51.100.1/24", "2001:db8::1/64"));
    return Planner.plan(
        plan(seed),
        new Situation(node, inputs, Drains.NONE, Counters.NONE, Instant.EPOCH.plusSeconds(9)));
  }

  /** The plan of this number. */
  private static NodePlanSpec plan(long seed) {
    return new NodePlanSpec(
        "node-1",
        director(seed),
        new RealServerPlan(
            List.of(
                new HiddenVip(
                    IpAddress.parse("192.0.2.50"),
                    ForwardingMode.TUN,
                    IpAddress.parse("198.51.100.1"),
                    null,
                    List.of(new ResourceName("VirtualService", "shop", "x"))))));
  }

  /** Its part about a director. */
  static DirectorPlan director(long seed) {
    RandomPlans plans = new RandomPlans(seed);
    List<PlannedService> services = new ArrayList<>();
    List<PlannedMark> marks = new ArrayList<>();
    int count = 1 + plans.random.nextInt(8);
    for (int i = 0; i < count; i++) {
      plans.add(i, services, marks);
    }
    return new DirectorPlan(services, List.of(), marks, List.of());
  }

  private void add(int number, List<PlannedService> services, List<PlannedMark> marks) {
    IpAddress vip = any(VIPS);
    ResourceName source = new ResourceName("VirtualService", "shop", "s" + number);
    switch (random.nextInt(3)) {
      case 0 -> services.add(service(vip, any(PORTS), null, List.of(), source));
      case 1 -> {
        long mark = 0x3000L + number;
        int ranges = 1 + random.nextInt(3);
        for (int i = 0; i < ranges; i++) {
          int first = any(PORTS);
          int last = random.nextBoolean() ? first : Math.min(first + 2000, 65_535);
          VipPorts ports = new VipPorts(vip, any(Protocol.NAMED), first, last);
          marks.add(new PlannedMark(ports, mark, source));
        }
        services.add(service(vip, 0, mark, List.of(), source));
      }
      default -> services.add(service(vip, 0, 17L + number, List.of(vip), source));
    }
  }

  private PlannedService service(
      IpAddress vip, int port, @Nullable Long mark, List<IpAddress> vips, ResourceName source) {
    boolean ipv6 = vip.family() == AddressFamily.IPV6;
    ForwardingMode method = any(METHODS);
    List<IpAddress> locals =
        Stream.of("192.0.2.60", "192.0.2.61", "2001:db8::60")
            .map(IpAddress::parse)
            .filter(one -> one.family() == vip.family())
            .toList();
    return new PlannedService(
        mark == null
            ? new AddressKey(any(Protocol.NAMED), vip, port)
            : new MarkKey(vip.family(), mark),
        Scheduler.RR,
        List.of(),
        false,
        port == 0 || random.nextBoolean() ? new PlannedPersistence(300, null, null, null) : null,
        List.of(
            new PlannedDestination(
                IpAddress.parse(ipv6 ? "2001:db8::21" : "192.0.2.21"),
                port == 0 ? 0 : 80,
                method,
                1,
                null,
                null,
                new ResourceName("RealServer", "shop", "web-1"))),
        method == ForwardingMode.FULLNAT && random.nextBoolean() ? locals : List.of(),
        vips,
        false,
        null,
        source);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
