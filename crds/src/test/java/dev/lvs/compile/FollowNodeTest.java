package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.resolve.Resolver;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server that follows the condition Ready of its Node. */
class FollowNodeTest {
  private static final ResourceName SERVER = new ResourceName("RealServer", "shop", "web-1");

  private final Recompiler compiler = new Recompiler();

  @ParameterizedTest
  @CsvSource({
    "true,  True,    7, IN_USE,",
    "true,  False,   0, DRAINING,",
    "true,  Unknown, 0, DRAINING,",
    "true,  ,        7, IN_USE,   NodeReadyUnknown",
    "false, False,   7, IN_USE,",
    "false, ,        7, IN_USE,"
  })
  void takesNoNewConnectionsWhileItsNodeIsNotReady(
      boolean follows,
      @Nullable String ready,
      int weight,
      ServerState state,
      @Nullable String note) {
    Compilation compilation =
        Compiler.compile(Resolver.resolve(world(follows, ready, 7).input()), List.of());

    assertThat(weights(compilation.plans())).isEqualTo("198.51.100.21=" + weight);
    assertThat(compilation.servers().getFirst().state()).isEqualTo(state);
    assertThat(compilation.problems(SERVER).stream().map(Problem::reason).map(it -> it.text()))
        .containsExactlyElementsOf(Optional.ofNullable(note).stream().toList());
  }

  /** The node's news and a new weight, one after the other, in any order. */
  @Test
  void aNewWeightOfOneThatIsAwayDoesNotBringItBack() {
    List<NodePlanSpec> plans = next(world(true, "True", 7), List.of());
    assertThat(weights(plans)).isEqualTo("198.51.100.21=7");

    plans = next(world(true, "False", 7), plans);
    assertThat(weights(plans)).isEqualTo("198.51.100.21=0");
    plans = next(world(true, "False", 9), plans);
    assertThat(weights(plans)).isEqualTo("198.51.100.21=0");
    plans = next(world(true, "True", 9), plans);
    assertThat(weights(plans)).isEqualTo("198.51.100.21=9");
  }

  private List<NodePlanSpec> next(World world, List<NodePlanSpec> plans) {
    Compilation whole = Compiler.compile(Resolver.resolve(world.input()), plans);

    Compilation next = compiler.compile(world.input(), plans).compilation();

    assertThat(next).isEqualTo(whole);
    return next.plans();
  }

  private static String weights(List<NodePlanSpec> plans) {
    return plans.stream()
        .flatMap(plan -> plan.director().services().stream())
        .flatMap(service -> service.destinations().stream())
        .map(destination -> destination.address() + "=" + destination.weight())
        .collect(Collectors.joining(" "));
  }

  private static World world(boolean follows, @Nullable String ready, int weight) {
    return new World()
        .with("DirectorGroup", "default", "{spec: {nodeSelector: {matchLabels: {d: \"1\"}}}}")
        .with("AddressPool", "public", "{spec: {addresses: [192.0.2.0/28]}}")
        .with(
            "Node",
            "edge-1",
            "{metadata: {labels: {d: \"1\"}}, status: {addresses: [{type: InternalIP, address:"
                + " 198.51.100.1}]}}")
        .with(
            "Node",
            "worker-1",
            "{status: {addresses: [{type: InternalIP, address: 198.51.100.21}]"
                + (ready == null
                    ? "}}"
                    : ", conditions: [{type: Ready, status: \"" + ready + "\"}]}}"))
        .with(
            "RealServer",
            "web-1",
            "{spec: {nodeName: worker-1, weight: %d, followNodeReady: %s}}"
                .formatted(weight, follows))
        .with(
            "VirtualService",
            "web",
            "{spec: {addresses: [192.0.2.1], ports: [{port: 80}], forwarding: {method: NAT},"
                + " realServers: {names: [web-1]}}}");
  }
}
