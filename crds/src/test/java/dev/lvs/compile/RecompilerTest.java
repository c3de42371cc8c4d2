package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.Resolver;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Same input, same bytes, whatever came before and however little of it was compiled again. */
class RecompilerTest {
  /** A resource that is written, or taken away where the text is empty. */
  private static final String GONE = "";

  private final Recompiler compiler = new Recompiler();

  @Property(tries = 300)
  void comesToWhatAWholeCompilationComesTo(
      @ForAll("worlds") World world, @ForAll("histories") List<World.Written> history) {
    List<NodePlanSpec> plans = List.of();
    for (World.Written change : history) {
      change(world, change);
      Input input = world.input();
      Compilation whole = Compiler.compile(Resolver.resolve(input), plans);

      Recompilation next = compiler.compile(input, plans);

      assertThat(next.compilation()).isEqualTo(whole);
      plans = next.compilation().plans();
      Statistics.label("compiled as a whole").collect(next.whole());
      Statistics.label("refused").collect(!whole.problems().isEmpty());
      Statistics.label("withdrawn").collect(!whole.withdrawals().isEmpty());
    }
    Statistics.label("compiled as a whole")
        .coverage(coverage -> coverage.check(false).percentage(share -> share > 10));
    Statistics.label("refused")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    Statistics.label("withdrawn")
        .coverage(coverage -> coverage.check(true).count(times -> times > 10));
  }

  @Test
  void compilesOnlyAWeightWhereNothingElseDiffers() {
    World world = sound();
    List<NodePlanSpec> plans = compiler.compile(world.input(), List.of()).compilation().plans();

    Recompilation next = compiler.compile(weight(world, 7).input(), plans);

    assertThat(next.whole()).isFalse();
    assertThat(next.weighted()).containsExactly(new ResourceName("RealServer", "shop", "web-1"));
    assertThat(next.compilation().plans()).isNotEqualTo(plans);
  }

  @Test
  void compilesAllWhereARealServerIsDrained() {
    World world = sound();
    List<NodePlanSpec> plans = compiler.compile(world.input(), List.of()).compilation().plans();

    assertThat(compiler.compile(weight(world, 0).input(), plans).whole()).isTrue();
  }

  @Test
  void compilesAllOnPlansOfSomebodyElse() {
    World world = sound();
    List<NodePlanSpec> plans = compiler.compile(world.input(), List.of()).compilation().plans();
    List<NodePlanSpec> read = new Recompiler().compile(world.input(), plans).compilation().plans();

    assertThat(compiler.compile(weight(world, 7).input(), read).whole()).isTrue();
  }

  private static World sound() {
    return weight(world(), 1)
        .with(
            "VirtualService",
            "a",
            service("192.0.2.10", "NAT", "selector: {matchLabels: {app: web}}"));
  }

  private static World weight(World world, int weight) {
    return world.with("RealServer", "web-1", server("address: 192.0.2.91", ", weight: " + weight));
  }

  private static void change(World world, World.Written change) {
    if (change.yaml().equals(GONE)) {
      world.without(change.kind(), change.name());
    } else {
      world.without(change.kind(), change.name());
      world.with(List.of(change));
    }
  }

  @Provide
  Arbitrary<World> worlds() {
    return Arbitraries.create(RecompilerTest::sound);
  }

  private static World world() {
    return new World()
        .with("DirectorGroup", "default", group("director"))
        .with("AddressPool", "front", pool("192.0.2.0/28", "VIP"))
        .with("AddressPool", "lips", pool("198.51.100.0/30", "LocalAddress"))
        .with("Node", "director", node("director", "192.0.2.101"));
  }

  @Provide
  Arbitrary<List<World.Written>> histories() {
    return Arbitraries.frequencyOf(
            Tuple.of(12, weights()),
            Tuple.of(3, servers()),
            Tuple.of(4, services()),
            Tuple.of(2, admins()))
        .list()
        .ofMinSize(6)
        .ofMaxSize(24);
  }

  private static Arbitrary<World.Written> weights() {
    return Combinators.combine(
            Arbitraries.of("web-1", "web-1", "web-2"),
            Arbitraries.of(", weight: 2", ", weight: 3", ", weight: 5", ", weight: 0"))
        .as(
            (name, weight) ->
                new World.Written("RealServer", name, server("address: 192.0.2.91", weight)));
  }

  private static Arbitrary<World.Written> servers() {
    return Combinators.combine(
            Arbitraries.of("web-1", "web-2"),
            Arbitraries.of(
                "address: 192.0.2.91",
                "address: 192.0.2.92",
                "address: 192.0.2.101",
                "address: nonsense",
                "nodeName: director",
                "nodeName: nowhere",
                GONE),
            Arbitraries.of("", ", port: 8080", ", maintenance: {mode: 'Off'}"))
        .as(
            (name, where, rest) ->
                new World.Written(
                    "RealServer", name, where.equals(GONE) ? GONE : server(where, rest)));
  }

  private static Arbitrary<World.Written> services() {
    return Combinators.combine(
            Arbitraries.of("a", "b"),
            Arbitraries.of("192.0.2.10", "192.0.2.10", "192.0.2.11", "203.0.113.1", GONE),
            Arbitraries.of("NAT", "DR", "TUN", "FULLNAT, localAddresses: {addressPool: lips}"),
            Arbitraries.of(
                "selector: {matchLabels: {app: web}}",
                "names: [web-1]",
                "names: [web-1], inline: [{address: 192.0.2.95}]"))
        .as(
            (name, vip, method, servers) ->
                new World.Written(
                    "VirtualService",
                    name,
                    vip.equals(GONE) ? GONE : service(vip, method, servers)));
  }

  /** Returns what gives rights, and takes them. */
  private static Arbitrary<World.Written> admins() {
    return Arbitraries.of(
        new World.Written("AddressPool", "front", pool("192.0.2.0/28", "VIP")),
        new World.Written("AddressPool", "front", pool("192.0.2.11", "VIP")),
        new World.Written("AddressPool", "front", pool("nonsense", "VIP")),
        new World.Written("AddressPool", "front", GONE),
        new World.Written("AddressPool", "lips", pool("198.51.100.1", "LocalAddress")),
        new World.Written("AddressPool", "lips", GONE),
        new World.Written("DirectorGroup", "default", group("director")),
        new World.Written("DirectorGroup", "default", group("other")),
        new World.Written("Node", "director", node("director", "192.0.2.101")),
        new World.Written("Node", "other", node("other", "192.0.2.92")),
        new World.Written("Node", "other", GONE));
  }

  private static String server(String where, String rest) {
    return "{metadata: {labels: {app: web}}, spec: {%s%s}}".formatted(where, rest);
  }

  private static String service(String vip, String method, String servers) {
    return """
    spec:
      addresses: [%s]
      ports: [{port: 80}, {port: 8000, endPort: 8010}]
      forwarding: {method: %s}
      realServers: {%s}
    """
        .formatted(vip, method, servers);
  }

  private static String group(String label) {
    return "{spec: {nodeSelector: {matchLabels: {%s: 'yes'}}}}".formatted(label);
  }

  private static String pool(String range, String use) {
    return "{spec: {addresses: [%s], use: %s%s}}"
        .formatted(range, use, use.equals("VIP") ? ", realServers: {nodeSelector: {}}" : "");
  }

  private static String node(String label, String address) {
    return """
    metadata: {labels: {%s: 'yes'}}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(label, address);
  }
}
