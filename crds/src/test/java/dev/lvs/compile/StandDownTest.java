package dev.lvs.compile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.compile.resolve.Resolver;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directors whose nodes are taken out of use, in a group of which one has the VIPs. */
class StandDownTest {
  private static final String LEASE = "lease";
  private static final String BGP = "bgp";
  private static final String IN_USE = "{}";
  private static final String CORDONED = "{spec: {unschedulable: true}}";
  private static final String OUT_OF_SERVICE =
      "{spec: {unschedulable: true, taints: [{key: node.kubernetes.io/out-of-service, effect:"
          + " NoExecute}]}}";
  private static final String OTHERWISE_TAINTED =
      "{spec: {taints: [{key: dedicated, effect: NoSchedule}]}}";
  private static final String SHUTTING_DOWN =
      "{spec: {unschedulable: true}, status: {conditions: [{type: Ready, status: \"False\","
          + " reason: KubeletNotReady, message: node is shutting down}]}}";
  private static final String NOT_READY =
      "{status: {conditions: [{type: Ready, status: \"Unknown\"}]}}";

  @Test
  void aCordonedDirectorLeavesTheVipsToAnotherAndNobodyElseDoes() {
    assertThat(told("Leave", CORDONED, IN_USE)).isEqualTo("CORDONED null");
    assertThat(told("Leave", CORDONED, OTHERWISE_TAINTED)).isEqualTo("CORDONED null");
    assertThat(told("Leave", IN_USE, OTHERWISE_TAINTED)).isEqualTo("null null");
  }

  @Test
  void aCordonTakesTheVipsFromNoLastDirector() {
    assertThat(told("Leave", CORDONED, CORDONED)).isEqualTo("null null");
    assertThat(told("Leave", CORDONED, NOT_READY)).isEqualTo("null null");
    assertThat(told("Leave", CORDONED, OUT_OF_SERVICE)).isEqualTo("null OUT_OF_SERVICE");
  }

  @ParameterizedTest
  @CsvSource({"Leave", "Stay"})
  void aDirectorThatShutsDownLeavesTheVipsToAnother(String policy) {
    assertThat(told(policy, SHUTTING_DOWN, IN_USE)).isEqualTo("SHUTTING_DOWN null");
    assertThat(told(policy, SHUTTING_DOWN, NOT_READY)).isEqualTo("null null");
    assertThat(told(policy, SHUTTING_DOWN, SHUTTING_DOWN)).isEqualTo("null null");
    assertThat(told(policy, NOT_READY, IN_USE)).as("of a dead node").isEqualTo("null null");
  }

  @Test
  void aCordonChangesNothingWhereTheGroupSaysSo() {
    assertThat(told("Stay", CORDONED, IN_USE)).isEqualTo("null null");
  }

  @ParameterizedTest
  @CsvSource({"Leave", "Stay"})
  void aDirectorThatIsOutOfServiceLeavesInAnyCase(String policy) {
    assertThat(told(policy, OUT_OF_SERVICE, IN_USE)).isEqualTo("OUT_OF_SERVICE null");
    assertThat(told(policy, OUT_OF_SERVICE, OUT_OF_SERVICE))
        .isEqualTo("OUT_OF_SERVICE OUT_OF_SERVICE");
  }

  /** What is kept for a service with a mistake is announced as its group wants it today. */
  @ParameterizedTest
  @ValueSource(strings = {LEASE, BGP})
  void aCordonReachesTheVipOfAServiceThatIsRefused(String mode) {
    World world = world(mode, "Leave", IN_USE, IN_USE);
    List<NodePlanSpec> before = compile(world, List.of());

    world
        .with("VirtualService", "web", "{spec: {ports: [{port: 0}]}}")
        .with("Node", "edge-1", CORDONED);

    assertThat(reasons(compile(world, before))).isEqualTo("CORDONED null");
  }

  private static String told(String policy, String first, String second) {
    String byLease = reasons(compile(world(LEASE, policy, first, second), List.of()));
    assertThat(reasons(compile(world(BGP, policy, first, second), List.of()))).isEqualTo(byLease);
    return byLease;
  }

  private static List<NodePlanSpec> compile(World world, List<NodePlanSpec> before) {
    return Compiler.compile(Resolver.resolve(world.input()), before).plans();
  }

  private static String reasons(List<NodePlanSpec> plans) {
    return plans.stream()
        .flatMap(plan -> plan.director().vips().stream())
        .map(StandDownTest::standDown)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private static @Nullable StandDown standDown(PlannedVip vip) {
    return vip.lease() == null ? requireNonNull(vip.bgp()).standDown() : vip.lease().standDown();
  }

  private static World world(String mode, String policy, String first, String second) {
    return new World()
        .with(
            "DirectorGroup",
            "default",
            "{spec: {nodeSelector: {matchLabels: {d: \"1\"}}, announcement:"
                + " {mode: %s, onCordon: %s}%s}}"
                    .formatted(mode, policy, mode.equals(LEASE) ? ", vipInterface: eth1" : ""))
        .with(
            "AddressPool",
            "public",
            "{spec: {addresses: [192.0.2.0/28], realServers:" + " {nodeSelector: {}}}}")
        .with("Node", "edge-1", node("198.51.100.1"))
        .with("Node", "edge-1", first)
        .with("Node", "edge-2", node("198.51.100.2"))
        .with("Node", "edge-2", second)
        .with(
            "VirtualService",
            "web",
            "{spec: {addresses: [192.0.2.1], ports: [{port: 80}], forwarding: {method: NAT},"
                + " realServers: {inline: [{address: 203.0.113.21}]}}}");
  }

  private static String node(String address) {
    return "{metadata: {labels: {d: \"1\"}}, status: {addresses: [{type: InternalIP, address: %s}]}}"
        .formatted(address);
  }
}
