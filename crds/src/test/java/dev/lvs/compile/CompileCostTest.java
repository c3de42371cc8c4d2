package dev.lvs.compile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolver;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compiling takes work in proportion to the input, counted by what it allocates. */
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

  @Test
  void manyServicesThatMoveToAnotherGroup() {
    assertThat((double) costOfMoving(MANY) / costOfMoving(FEW)).isLessThan(PROPORTION);
  }

  private static long costWithoutANode(int servers) {
    World world = servers(servers);
    List<NodePlanSpec> before = compile(world, List.of()).plans();
    world.with("RealServer", "gone", "{spec: {nodeName: nowhere}}");
    Compilation compilation = compile(world, before);
    assertThat(requireNonNull(compilation.plans().getFirst().director()).services())
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
    Resolution resolution = Resolver.resolve(world.input());
    long began = THREADS.getCurrentThreadAllocatedBytes();
    Compiler.compile(resolution, before);
    return THREADS.getCurrentThreadAllocatedBytes() - began;
  }

  private static Compilation compile(World world, List<NodePlanSpec> before) {
    return Compiler.compile(Resolver.resolve(world.input()), before);
  }
}
