package dev.lvs.compile.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.World;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final int MANY = 5000;

  private final World world =
      new World()
          .with(
              "DirectorGroup",
              "default",
              "{spec: {nodeSelector: {matchLabels: {director: 'yes'}}}}")
          .with("AddressPool", "front", "{spec: {addresses: [192.0.2.0/28]}}")
          .with(
              "Node",
              "director",
              "{metadata: {labels: {director: 'yes'}},"
                  + " status: {addresses: [{type: InternalIP, address: 192.0.2.101}]}}");

  /** Each loser once was a pass over all that were left, which took minutes. */
  @Test
  void ofThousandsThatWantOnePortTheFirstHasIt() {
    for (int i = 0; i < MANY; i++) {
      service("s%04d".formatted(i), 80);
    }

    Compilation compilation = compile(List.of());

    assertThat(sources(compilation)).containsExactly("VirtualService shop/s0000");
    assertThat(compilation.problems())
        .hasSize(MANY - 1)
        .allMatch(problem -> problem.reason() == Reason.VIP_IN_USE);
  }

  @Test
  void aLoserTakesBackWhatItHadAndAnotherHasGotMeanwhile() {
    service("a", 82);
    service("c", 81);
    List<NodePlanSpec> lastGood = compile(List.of()).plans();

    // b, whose name comes first, gets 81, which c gives up for 82, which a keeps: so c keeps 81
    service("b", 81);
    service("c", 82);
    Compilation compilation = compile(lastGood);

    assertThat(sources(compilation))
        .containsExactly("VirtualService shop/a", "VirtualService shop/c");
    assertThat(compilation.problems())
        .extracting(problem -> problem.resource().name())
        .containsExactly("b", "c");
  }

  private void service(String name, int port) {
    world
        .without("VirtualService", name)
        .with(
            "VirtualService",
            name,
            """
            spec:
              addresses: [192.0.2.10]
              ports: [{port: %d}]
              forwarding: {method: NAT}
              realServers: {inline: [{address: 192.0.2.91}]}
            """
                .formatted(port));
  }

  private Compilation compile(List<NodePlanSpec> lastGood) {
    return Compiler.compile(Resolver.resolve(world.input()), lastGood);
  }

  private static List<String> sources(Compilation compilation) {
    return compilation.plans().getFirst().director().services().stream()
        .map(service -> service.source().toString())
        .sorted()
        .toList();
  }
}
