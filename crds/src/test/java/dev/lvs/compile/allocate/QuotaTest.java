package dev.lvs.compile.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.World;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bounds on the destinations and entries of a VirtualService and of a namespace. */
class QuotaTest {
  private final World world =
      new World()
          .with(
              "DirectorGroup",
              "default",
              "{spec: {nodeSelector: {matchLabels: {lvs.dev/director: 'true'}}}}")
          .with(
              "Node",
              "d1",
              """
              metadata: {labels: {lvs.dev/director: 'true'}}
              status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}
              """)
          .with("AddressPool", "front", "{spec: {addresses: [198.51.100.0/24]}}");

  private List<NodePlanSpec> inForce = List.of();

  /** The next port, so that no two services have one in common. */
  private int next = 1000;

  @Test
  @Row("resource-bounded")
  void aFewLinesDoNotBecomeAHundredThousandDestinations() {
    world.with("VirtualService", "big", service(16, 64, 128, "a"));

    Compilation compilation = compile();

    assertThat(sizes(compilation)).isEqualTo("");
    assertThat(compilation.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "VirtualService a/big: spec: TooManyDestinations: The service comes to 131072"
                + " destinations (VIPs x ports x real servers, 16 x 64 x 128), and one may have"
                + " 16384; name fewer, or divide it.");
  }

  @Test
  @Row("resource-bounded")
  void aServiceThatGrowsTooLargeKeepsWhatItHas() {
    world.with("VirtualService", "web", service(2, 2, 2, "a"));
    assertThat(sizes(compile())).isEqualTo("a/web 8");

    world.without("VirtualService", "web").with("VirtualService", "web", service(16, 64, 17, "a"));

    assertThat(sizes(compile())).isEqualTo("a/web 8");
  }

  @Test
  @Row("namespace-quota")
  void theSumOfANamespaceIsBoundedAndTheOthersAreNotConcerned() {
    limit(20);
    for (String name : List.of("v1", "v2", "v3")) {
      world.with("VirtualService", name, service(1, 2, 5, "a"));
    }
    world.with("VirtualService", "other", service(2, 2, 5, "b"));

    Compilation compilation = compile();

    assertThat(sizes(compilation)).isEqualTo("a/v1 10, a/v2 10, b/other 20");
    assertThat(compilation.problems())
        .filteredOn(problem -> problem.reason() == Reason.QUOTA_EXCEEDED)
        .extracting(Problem::toString)
        .containsExactly(
            "VirtualService a/v3: spec: QuotaExceeded: The service comes to 10 destinations (VIPs x"
                + " ports x real servers, 1 x 2 x 5), and namespace a may have 20, of which its"
                + " other services take 20; name fewer, delete others, or ask an admin for more"
                + " (spec.limits.destinations of an AddressPool).");
  }

  @Test
  @Row("namespace-quota")
  void theHolderKeepsItsPlaceWhoeverIsOlderAndWhateverIsGranted() {
    limit(10);
    world.with("VirtualService", "young", service(1, 2, 5, "a"));
    compile();
    world.with("VirtualService", "a-first", service(1, 1, 1, "a"));
    assertThat(sizes(compile())).isEqualTo("a/young 10");
    assertThat(sizes(compile())).isEqualTo("a/young 10");

    limit(3);
    assertThat(sizes(compile())).isEqualTo("a/young 10");

    world.without("VirtualService", "young");
    assertThat(sizes(compile())).isEqualTo("a/a-first 1");
  }

  @Test
  @Row("namespace-quota")
  void aServiceThatShrinksMakesRoom() {
    limit(10);
    world
        .with("VirtualService", "web", service(1, 2, 5, "a"))
        .with("VirtualService", "x", service(1, 1, 4, "a"));
    assertThat(sizes(compile())).isEqualTo("a/web 10");

    world.without("VirtualService", "web").with("VirtualService", "web", service(1, 2, 3, "a"));

    assertThat(sizes(compile())).isEqualTo("a/web 6, a/x 4");
  }

  @Test
  @Row("namespace-quota")
  void entriesWithoutRealServersAndMarkedRangesCountToo() {
    limit(100);
    world
        .with("VirtualService", "empty", service(10, 11, 0, "a"))
        .with(
            "VirtualService",
            "ranges",
            service(16, 7, 1, "a").replaceAll("port: (\\d+)", "port: 1$1, endPort: 1$1"));

    assertThat(sizes(compile())).isEqualTo("");
  }

  @Test
  @Row("namespace-quota")
  void withoutAWordANamespaceHasTwentyThousand() {
    world
        .with("VirtualService", "v1", service(10, 10, 100, "a"))
        .with("VirtualService", "v2", service(10, 10, 100, "a"))
        .with("VirtualService", "v3", service(1, 1, 1, "a"));

    assertThat(sizes(compile())).isEqualTo("a/v1 10000, a/v2 10000");
  }

  private void limit(int destinations) {
    world.with(
        "AddressPool", "front", "{spec: {limits: {destinations: %d}}}".formatted(destinations));
  }

  private Compilation compile() {
    Compilation compilation = Compiler.compile(Resolver.resolve(world.input()), inForce);
    inForce = compilation.plans();
    return compilation;
  }

  private static String sizes(Compilation compilation) {
    return compilation.plans().stream()
        .flatMap(plan -> plan.director().services().stream())
        .collect(
            Collectors.groupingBy(
                service -> service.source().toString().replace("VirtualService ", ""),
                TreeMap::new,
                Collectors.summingInt(service -> service.destinations().size())))
        .entrySet()
        .stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private String service(int vips, int ports, int servers, String namespace) {
    int first = next;
    next += ports;
    return """
    metadata: {namespace: %s}
    spec:
      addresses: [%s]
      ports: [%s]
      forwarding: {method: NAT}
      realServers: {%s}
    """
        .formatted(
            namespace,
            list(0, vips, "198.51.100.%d"),
            list(first, ports, "{port: %d}"),
            servers == 0
                ? "selector: {matchLabels: {no: one}}"
                : "inline: [" + list(1, servers, "{address: 203.0.113.%d}") + "]");
  }

  private static String list(int first, int count, String form) {
    return IntStream.range(first, first + count)
        .mapToObj(form::formatted)
        .collect(Collectors.joining(", "));
  }
}
