package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.PlannedVrrp;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of directors of which one has the VIPs by VRRP. */
class VrrpPlanTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 30, 254})
  void everyDirectorHasAPriorityOfItsOwnAndAllOthersForPeers(int directors) {
    Map<String, PlannedVrrp> routers = routers(plans(world(directors)));

    List<Integer> priorities = routers.values().stream().map(PlannedVrrp::priority).toList();
    assertThat(priorities).hasSize(directors).allMatch(one -> one >= 1 && one <= 254);
    assertThat(new HashSet<>(priorities)).hasSize(directors);
    assertThat(routers.values())
        .allSatisfy(
            one ->
                assertThat(one.peers())
                    .hasSize(directors - 1)
                    .doesNotHaveDuplicates()
                    .doesNotContain(one.source()));
  }

  @Test
  void moreDirectorsThanThereArePrioritiesAreRefused() {
    assertThat(problems(world(255), List.of()))
        .anyMatch(one -> one.field().equals("spec.nodeSelector"));
  }

  @Test
  void aCordonedDirectorStandsDownWhereAnotherIsThere() {
    World world = world(2).with("Node", "edge-001", "{spec: {unschedulable: true}}");

    assertThat(standDown(plans(world), "edge-001")).contains(StandDown.CORDONED);
    assertThat(standDown(plans(world), "edge-002")).isEmpty();

    world.with("Node", "edge-002", "{spec: {unschedulable: true}}");
    assertThat(standDown(plans(world), "edge-001")).isEmpty();
  }

  /** What is kept for a service with a mistake is kept by today's virtual router. */
  @Test
  void aCordonReachesTheVipOfAServiceThatIsRefused() {
    List<NodePlanSpec> before = plans(world(2));
    World world =
        world(2)
            .with("VirtualService", "web", "{spec: {ports: [{port: 0}]}}")
            .with("Node", "edge-001", "{spec: {unschedulable: true}}");

    assertThat(standDown(compile(world, before).plans(), "edge-001")).contains(StandDown.CORDONED);
  }

  @Test
  void aGroupThatHasTheVirtualRouterKeepsItFromOneThatComesLater() {
    List<NodePlanSpec> before = plans(world(2));
    World world = world(2).with("DirectorGroup", "a-newcomer", group());

    assertThat(problems(world, before))
        .filteredOn(one -> one.reason() == Reason.VIRTUAL_ROUTER_IN_USE)
        .singleElement()
        .satisfies(one -> assertThat(one.resource().name()).isEqualTo("a-newcomer"));
    // without the past the names decide
    assertThat(problems(world, List.of()))
        .filteredOn(one -> one.reason() == Reason.VIRTUAL_ROUTER_IN_USE)
        .singleElement()
        .satisfies(one -> assertThat(one.resource().name()).isEqualTo("default"));
  }

  @Test
  void groupsWithoutACommonNodeMayBeTheSameVirtualRouter() {
    World world =
        world(2)
            .with("DirectorGroup", "other", group().replace("d: \"1\"", "other: \"1\""))
            .with("Node", "elsewhere", node("198.51.100.9").replace("d: \"1\"", "other: \"1\""));

    assertThat(problems(world, List.of()))
        .noneMatch(one -> one.reason() == Reason.VIRTUAL_ROUTER_IN_USE);
  }

  private static Optional<StandDown> standDown(List<NodePlanSpec> plans, String node) {
    return Optional.ofNullable(Objects.requireNonNull(routers(plans).get(node)).standDown());
  }

  private static Map<String, PlannedVrrp> routers(List<NodePlanSpec> plans) {
    Map<String, PlannedVrrp> routers = new TreeMap<>();
    for (NodePlanSpec plan : plans) {
      for (PlannedVip vip : plan.director().vips()) {
        routers.put(plan.nodeName(), Objects.requireNonNull(vip.vrrp()));
      }
    }
    return routers;
  }

  private static List<NodePlanSpec> plans(World world) {
    return compile(world, List.of()).plans();
  }

  private static List<Problem> problems(World world, List<NodePlanSpec> before) {
    return compile(world, before).problems();
  }

  private static Compilation compile(World world, List<NodePlanSpec> before) {
    return Compiler.compile(Resolver.resolve(world.input()), before);
  }

  private static World world(int directors) {
    World world =
        new World()
            .with("DirectorGroup", "default", group())
            .with(
                "AddressPool",
                "public",
                "{spec: {addresses: [192.0.2.0/28], realServers: {nodeSelector: {}}}}")
            .with(
                "VirtualService",
                "web",
                "{spec: {addresses: [192.0.2.1], ports: [{port: 80}], forwarding: {method: NAT},"
                    + " realServers: {inline: [{address: 203.0.113.21}]}}}");
    for (int i = 1; i <= directors; i++) {
      world.with("Node", "edge-%03d".formatted(i), node("198.51.100." + i));
    }
    return world;
  }

  private static String group() {
    return "{spec: {nodeSelector: {matchLabels: {d: \"1\"}}, vipInterface: eth1, announcement:"
        + " {mode: vrrp, vrrp: {virtualRouterId: 51}}}}";
  }

  private static String node(String address) {
    return "{metadata: {labels: {d: \"1\"}}, status: {addresses: [{type: InternalIP, address: %s}]}}"
        .formatted(address);
  }
}
