package dev.lvs.compile.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.World;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrafficConflictsTest {
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

  /** b gets the port only because a is of another group than the VIP, and has it from then on. */
  @Test
  void aLoserByAGroupIsToldTheSameTheNextTime() {
    service("z", 81);
    List<NodePlanSpec> lastGood = compile(List.of()).plans();

    edge();
    service("a", "192.0.2.10", 80, "edge");
    service("b", 80);

    assertToldTwice(lastGood, "b", "z");
  }

  /** b gets a VIP of a for another group, since a does not get its other VIP. */
  @Test
  void aLoserOfTwoVipsIsToldTheSameTheNextTime() {
    edge();
    service("z", "192.0.2.10", 80, "edge");
    List<NodePlanSpec> lastGood = compile(List.of()).plans();

    service("a", "192.0.2.10, 192.0.2.11", 80, "edge");
    service("b", "192.0.2.11", 80, "default");

    assertToldTwice(lastGood, "b", "z");
  }

  private void assertToldTwice(List<NodePlanSpec> lastGood, String... served) {
    Compilation once = compile(lastGood);
    Compilation again = compile(once.plans());

    assertThat(sources(once))
        .containsExactlyElementsOf(Stream.of(served).map("VirtualService shop/"::concat).toList());
    assertThat(once.problems())
        .extracting(problem -> problem.resource().name(), Problem::reason)
        .containsExactly(tuple("a", Reason.VIP_IN_USE));
    assertThat(again).isEqualTo(once);
  }

  private void edge() {
    world.with("DirectorGroup", "edge", "{spec: {nodeSelector: {matchLabels: {director: 'yes'}}}}");
  }

  private void service(String name, int port) {
    service(name, "192.0.2.10", port, "default");
  }

  private void service(String name, String vips, int port, String group) {
    world
        .without("VirtualService", name)
        .with(
            "VirtualService",
            name,
            """
            spec:
              addresses: [%s]
              ports: [{port: %d}]
              forwarding: {method: NAT}
              realServers: {inline: [{address: 192.0.2.91}]}
              directorGroup: %s
            """
                .formatted(vips, port, group));
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
