package dev.lvs.compile.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.World;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MarksTest {
  private static final String PFMC = "persistence: {mode: PFMC}";

  @Test
  void givesEachServiceAMarkOfItsOwn() {
    World world = world();
    for (int i = 1; i <= 50; i++) {
      world = world.with("VirtualService", "web-" + i, service(i, PFMC));
    }

    assertThat(marks(compile(world, List.of()))).hasSize(50).allMatch(MarksTest::isOurs);
  }

  @Test
  void givesBothFamiliesAndEveryPortTheSameMark() {
    Compilation compilation =
        compile(world().with("VirtualService", "web", service(1, PFMC)), List.of());

    List<PlannedMark> marks = director(compilation).marks();
    assertThat(marks).extracting(mark -> mark.ports().first()).containsExactly(80, 443);
    assertThat(marks)
        .extracting(PlannedMark::firewallMark)
        .containsOnly(mark(compilation, "web").orElseThrow());
  }

  @Test
  void keepsTheMarkOfARunningServiceWhateverComes() {
    World world = world().with("VirtualService", "web-1", service(1, PFMC));
    Compilation before = compile(world, List.of());
    for (int i = 2; i <= 254; i++) {
      world = world.with("VirtualService", "web-" + i, service(i, PFMC));
    }

    Compilation after = compile(world, before.plans());

    assertThat(mark(after, "web-1")).isPresent().isEqualTo(mark(before, "web-1"));
    assertThat(marks(after)).hasSize(254);
    assertThat(after.problems()).isEmpty();
  }

  @Test
  void saysWhenThereIsNoMarkLeft() {
    World world = world();
    for (int i = 1; i <= 255; i++) {
      world = world.with("VirtualService", "web-" + i, service(i, PFMC));
    }

    assertThat(compile(world, List.of()).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.reason()).isEqualTo(Reason.NO_FIREWALL_MARK));
  }

  @Test
  @Row("mark-kept")
  void keepsAMarkThatSomebodyElseNames() {
    World one = world().with("VirtualService", "web", service(1, PFMC));
    Compilation before = compile(one, List.of());
    long taken = mark(before, "web").orElseThrow();

    Compilation after =
        compile(
            one.with("VirtualService", "own", service(2, "firewallMark: " + taken)),
            before.plans());

    assertThat(mark(after, "web")).hasValue(taken);
    assertThat(mark(after, "own")).isEmpty();
    assertThat(after.problems())
        .anySatisfy(
            problem ->
                assertThat(problem.toString())
                    .contains("shop/own: spec.firewallMark: InvalidMark")
                    .contains("is one that the operator gives out (4096 to 4351)"));
  }

  @Test
  void marksNothingForThoseWhoDoItThemselves() {
    Compilation compilation =
        compile(world().with("VirtualService", "own", service(1, "firewallMark: 17")), List.of());

    assertThat(mark(compilation, "own")).hasValue(17L);
    assertThat(director(compilation).marks()).isEmpty();
    assertThat(director(compilation).vips()).hasSize(1);
  }

  private static World world() {
    return new World()
        .with(
            "DirectorGroup", "default", "{spec: {nodeSelector: {matchLabels: {director: 'yes'}}}}")
        .with(
            "AddressPool",
            "front",
            "{spec: {addresses: [198.18.0.0/15], firewallMarks: ['17'], limits: {firewallMarks:"
                + " 256}}}")
        .with(
            "Node",
            "director",
            """
            metadata: {labels: {director: 'yes'}}
            status: {addresses: [{type: InternalIP, address: 192.0.2.101}]}
            """);
  }

  private static String service(int number, String more) {
    return """
    spec:
      addresses: [198.18.%d.%d]
      ports: [{port: 80}, {port: 443}]
      %s
      forwarding: {method: NAT}
      realServers: {inline: [{address: 192.0.2.91}]}
    """
        .formatted(number / 250, 1 + number % 250, more);
  }

  private static Compilation compile(World world, List<NodePlanSpec> previous) {
    return Compiler.compile(Resolver.resolve(world.input()), previous);
  }

  private static DirectorPlan director(Compilation compilation) {
    return compilation.plans().getFirst().director();
  }

  private static Stream<Long> mark(PlannedService service) {
    return service.key() instanceof MarkKey key ? Stream.of(key.mark()) : Stream.of();
  }

  private static Set<Long> marks(Compilation compilation) {
    return services(compilation).stream().flatMap(MarksTest::mark).collect(Collectors.toSet());
  }

  private static Optional<Long> mark(Compilation compilation, String name) {
    return services(compilation).stream()
        .filter(service -> service.source().name().equals(name))
        .flatMap(MarksTest::mark)
        .findFirst();
  }

  private static List<PlannedService> services(Compilation compilation) {
    return director(compilation).services();
  }

  /** Bits that kube-proxy, the portmap plugin, Calico and Cilium do not read. */
  private static boolean isOurs(long mark) {
    return (mark & (0xe000L | 0xffff_0000L | 0x0f00L)) == 0 && mark % 128 != 0 && mark > 0x1000;
  }
}
