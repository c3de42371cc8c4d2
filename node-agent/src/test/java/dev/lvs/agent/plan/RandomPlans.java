package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.Nodes.ethernet;
import static dev.lvs.agent.plan.Nodes.node;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.IpFamily;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.Protocol;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Plans that put whatever a plan can into our nftables table, on so few VIPs and ports that it
 * collides; some contradict themselves, as no operator should write them.
 */
public final class RandomPlans {
  private static final List<String> VIPS = List.of("192.0.2.10", "192.0.2.11", "2001:db8::10");
  private static final List<Integer> PORTS = List.of(0, 1, 21, 80, 1024, 5000, 65_535);
  private static final List<ForwardingMode> METHODS =
      List.of(
          ForwardingMode.FULLNAT, ForwardingMode.FULLNAT, ForwardingMode.DR, ForwardingMode.NAT);

  private final Random random;

  private RandomPlans(long seed) {
    this.random = new Random(seed);
  }

  /** What a plan of this number means on a node. */
  public static Desired desired(long seed) {
    return desired(seed, Inputs.NONE);
  }

  /** What it means with these decisions of others. */
  static Desired desired(long seed, Inputs inputs) {
    NodeFacts node = node(ethernet("front", "192.0.2.1/24", "198.51.100.1/24", "2001:db8::1/64"));
    return Planner.plan(
        plan(seed), new Situation(node, inputs, Counters.NONE, Instant.EPOCH.plusSeconds(9)));
  }

  /** The plan of this number. */
  private static NodePlanSpec plan(long seed) {
    return new NodePlanSpec(
        "node-1",
        director(seed),
        new RealServerPlan(
            List.of(
                new HiddenVip(
                    "192.0.2.50", ForwardingMode.TUN, "198.51.100.1", null, List.of("x")))));
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
    String vip = any(VIPS);
    String source = "VirtualService shop/s" + number;
    switch (random.nextInt(3)) {
      case 0 -> services.add(service(vip, any(PORTS), null, List.of(), source));
      case 1 -> {
        long mark = 0x3000L + number;
        int ranges = 1 + random.nextInt(3);
        for (int i = 0; i < ranges; i++) {
          int first = any(PORTS);
          Integer last =
              random.nextBoolean() ? null : Integer.valueOf(Math.min(first + 2000, 65_535));
          marks.add(
              new PlannedMark(vip, any(List.of(Protocol.values())), first, last, mark, source));
        }
        services.add(service(vip, 0, mark, List.of(), source));
      }
      default -> services.add(service(vip, 0, 17L + number, List.of(vip), source));
    }
  }

  private PlannedService service(
      String vip, int port, @Nullable Long mark, List<String> vips, String source) {
    boolean ipv6 = vip.contains(":");
    ForwardingMode method = any(METHODS);
    List<String> locals = ipv6 ? List.of("2001:db8::60") : List.of("192.0.2.60", "192.0.2.61");
    return new PlannedService(
        mark == null ? vip : null,
        mark == null ? any(List.of(Protocol.values())) : null,
        mark == null ? port : null,
        mark,
        mark == null ? null : ipv6 ? IpFamily.IPV6 : IpFamily.IPV4,
        Scheduler.RR,
        List.of(),
        false,
        port == 0 || random.nextBoolean() ? new PlannedPersistence(300, null, null, null) : null,
        List.of(
            new PlannedDestination(
                ipv6 ? "2001:db8::21" : "192.0.2.21",
                port == 0 ? 0 : 80,
                method,
                1,
                null,
                null,
                "RealServer shop/web-1")),
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
