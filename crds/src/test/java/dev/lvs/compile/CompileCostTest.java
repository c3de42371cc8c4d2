package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.resolve.Resolver;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Resolving and compiling take work in proportion to what is given, counted by what they allocate.
 * One thing grows at a time.
 */
class CompileCostTest {
  private static final int FEW = 500;
  private static final int MANY = 8 * FEW;

  /** Eight times the input, and what sorting adds; were it quadratic, sixty-four times. */
  private static final double PROPORTION = 16;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void manyServicesOfOneVip() {
    assertThat((double) cost(services(MANY), List.of()) / cost(services(FEW), List.of()))
        .isLessThan(PROPORTION);
  }

  @Test
  void manyRealServersOneOfWhichIsLeftOut() {
    assertThat((double) costWithoutANode(MANY) / costWithoutANode(FEW)).isLessThan(PROPORTION);
  }

  /** The meter would see it: here each VIP has each port, so that the plan itself is a square. */
  @Test
  void seesWhatIsQuadratic() {
    assertThat(growth(CompileCostTest::everyPortOfEveryVip, 8)).isGreaterThan(2 * PROPORTION);
  }

  @Test
  void manyPools() {
    assertThat(growth(CompileCostTest::pools, 40)).isLessThan(PROPORTION);
  }

  @Test
  void manyPoolsThatEachSelectNamespaces() {
    assertThat(
            growth(
                count -> {
                  World world = pools(count);
                  for (int i = 0; i < count; i++) {
                    world.with(
                        "AddressPool",
                        "p" + i,
                        "{spec: {namespaces: {matchLabels: {of: team-%d}}}}".formatted(i));
                  }
                  return world;
                },
                40))
        .isLessThan(PROPORTION);
  }

  @Test
  void manyGroupsAndNodes() {
    assertThat(growth(CompileCostTest::groups, 100)).isLessThan(PROPORTION);
  }

  @Test
  void manyRefusals() {
    assertThat(growth(CompileCostTest::refused, FEW)).isLessThan(PROPORTION);
  }

  @Test
  void manyMarks() {
    assertThat(growth(CompileCostTest::marked, 100)).isLessThan(PROPORTION);
  }

  @Test
  void manyServicesOfOnePoolOfLocalAddresses() {
    assertThat(growth(CompileCostTest::rewritten, 100)).isLessThan(PROPORTION);
  }

  @Test
  void manySelectorsByExpression() {
    assertThat(growth(CompileCostTest::selecting, 100)).isLessThan(PROPORTION);
  }

  @Test
  void manyServicesThatMoveToAnotherGroup() {
    assertThat((double) costOfMoving(MANY) / costOfMoving(FEW)).isLessThan(PROPORTION);
  }

  private static long costWithoutANode(int servers) {
    World world = servers(servers);
    List<NodePlanSpec> before = compile(world, List.of()).plans();
    world.with("RealServer", "gone", "{spec: {nodeName: nowhere}}");
    Compilation compilation = compile(world, before);
    assertThat(compilation.plans().getFirst().director().services())
        .allMatch(service -> service.destinations().size() == servers + 1);
    return cost(world, before);
  }

  private static long costOfMoving(int services) {
    World world = services(services);
    List<NodePlanSpec> before = compile(world, List.of()).plans();
    for (int i = 1; i < services; i++) {
      world.with("VirtualService", "s" + i, "{spec: {directorGroup: other}}");
    }
    assertThat(compile(world, before).problems()).hasSize(services - 1);
    return cost(world, before);
  }

  /** Returns how much more it takes with eight times as much. */
  private static double growth(IntFunction<World> worlds, int few) {
    return (double) cost(worlds.apply(8 * few), List.of()) / cost(worlds.apply(few), List.of());
  }

  private static World everyPortOfEveryVip(int count) {
    StringBuilder vips = new StringBuilder("192.0.2.1");
    StringBuilder ports = new StringBuilder("{port: 1}");
    for (int i = 2; i <= count; i++) {
      vips.append(", 192.0.2.").append(i);
      ports.append(", {port: ").append(i).append('}');
    }
    return world()
        .with("AddressPool", "wide", "{spec: {addresses: [192.0.2.0/24]}}")
        .with(
            "VirtualService",
            "web",
            """
            spec:
              addresses: [%s]
              ports: [%s]
              forwarding: {method: NAT}
              realServers: {inline: [{address: 10.0.0.1}]}
            """
                .formatted(vips, ports));
  }

  private static World pools(int count) {
    World world = world();
    for (int i = 0; i < count; i++) {
      world
          .with(
              "AddressPool",
              "p" + i,
              "{spec: {addresses: [10.9.%d.%d]}}".formatted(i / 250, i % 250))
          .with("VirtualService", "s" + i, own("10.9.%d.%d".formatted(i / 250, i % 250), ""));
    }
    return world;
  }

  private static World groups(int count) {
    World world = wide();
    for (int i = 0; i < count; i++) {
      world
          .with("Node", "n" + i, node("10.8.%d.%d".formatted(i / 250, i % 250), "g" + i))
          .with(
              "DirectorGroup",
              "g" + i,
              "{spec: {nodeSelector: {matchLabels: {role: g%d}}}}".formatted(i))
          .with("VirtualService", "s" + i, own(vip(i), "directorGroup: g" + i));
    }
    return world;
  }

  private static World refused(int count) {
    World world = world();
    for (int i = 0; i < count; i++) {
      world.with("VirtualService", "s" + i, service(80, "inline: [{address: 192.0.2.121}]"));
    }
    return world;
  }

  private static World marked(int count) {
    World world = wide();
    for (int i = 0; i < count; i++) {
      world.with("VirtualService", "s" + i, own(vip(i), "persistence: {mode: PFMC}"));
    }
    return world;
  }

  private static World rewritten(int count) {
    World world =
        wide().with("AddressPool", "lips", "{spec: {addresses: [10.7.0.0/24], use: LocalAddress}}");
    for (int i = 0; i < count; i++) {
      world.with(
          "VirtualService",
          "s" + i,
          own(vip(i), "forwarding: {method: FULLNAT, localAddresses: {addressPool: lips}}"));
    }
    return world;
  }

  private static World selecting(int count) {
    World world = wide();
    for (int i = 0; i < count; i++) {
      world
          .with(
              "RealServer",
              "r" + i,
              "{metadata: {labels: {app: a%d}}, spec: {address: 10.1.%d.%d}}"
                  .formatted(i, i / 250, i % 250 + 1))
          .with(
              "VirtualService",
              "s" + i,
              own(vip(i), "").replace("inline: [{address: 10.0.0.1}]", expression(i)));
    }
    return world;
  }

  private static String expression(int number) {
    return "selector: {matchExpressions: [{key: app, operator: In, values: [a%d, none]}]}"
        .formatted(number);
  }

  private static World wide() {
    return world()
        .with(
            "AddressPool",
            "wide",
            "{spec: {addresses: [10.9.0.0/16], limits: {destinations: 1000000, firewallMarks:"
                + " 256}}}");
  }

  private static String vip(int number) {
    return "10.9.%d.%d".formatted(number / 250, number % 250);
  }

  /** A service with a VIP of its own. */
  private static String own(String vip, String more) {
    String forwarding = more.startsWith("forwarding") ? "" : "forwarding: {method: NAT}";
    return """
    spec:
      addresses: [%s]
      ports: [{port: 80}]
      realServers: {inline: [{address: 10.0.0.1}]}
      %s
      %s
    """
        .formatted(vip, forwarding, more);
  }

  private static World services(int count) {
    World world = world();
    for (int i = 0; i < count; i++) {
      world.with(
          "VirtualService", "s" + i, service(20_000 + i, "inline: [{address: 192.0.2.121}]"));
    }
    return world;
  }

  private static World servers(int count) {
    World world =
        world()
            .with("VirtualService", "web", service(80, "selector: {matchLabels: {app: web}}"))
            .with("RealServer", "gone", "{metadata: {labels: {app: web}}, spec: {nodeName: web}}");
    for (int i = 0; i < count; i++) {
      world.with(
          "RealServer",
          "s" + i,
          "{metadata: {labels: {app: web}}, spec: {address: 10.1.%d.%d}}"
              .formatted(i / 250, i % 250 + 1));
    }
    return world;
  }

  private static World world() {
    return new World()
        .with("DirectorGroup", "default", "{spec: {nodeSelector: {matchLabels: {role: director}}}}")
        .with("DirectorGroup", "other", "{spec: {nodeSelector: {matchLabels: {role: web}}}}")
        .with(
            "AddressPool",
            "front",
            "{spec: {addresses: [192.0.2.0/28], realServers: {nodeSelector: {}}}}")
        .with("Node", "director", node("192.0.2.101", "director"))
        .with("Node", "web", node("192.0.2.121", "web"));
  }

  private static String node(String address, String role) {
    return "{metadata: {labels: {role: %s}}, status: {addresses: [{type: InternalIP, address: %s}]}}"
        .formatted(role, address);
  }

  private static String service(int port, String servers) {
    return """
    spec:
      addresses: [192.0.2.10]
      ports: [{port: %d}]
      forwarding: {method: DR}
      realServers: {%s}
    """
        .formatted(port, servers);
  }

  private static long cost(World world, List<NodePlanSpec> before) {
    Input input = world.input();
    long began = THREADS.getCurrentThreadAllocatedBytes();
    Compiler.compile(Resolver.resolve(input), before);
    return THREADS.getCurrentThreadAllocatedBytes() - began;
  }

  private static Compilation compile(World world, List<NodePlanSpec> before) {
    return Compiler.compile(Resolver.resolve(world.input()), before);
  }
}
