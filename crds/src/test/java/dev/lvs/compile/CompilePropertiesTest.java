package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.compile.rights.Rights;
import dev.lvs.compile.rules.AdminRules;
import dev.lvs.compile.rules.PoolRules;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Properties of compile for any input, sound or not; the worlds here are small, so that their parts
 * collide.
 */
class CompilePropertiesTest {
  private static final String FROM_POOL = "FULLNAT, localAddresses: {addressPool: lips}";
  private static final List<String> LABELS = List.of("director", "director", "web", "none");
  private static final List<String> NODES = List.of("node-1", "node-2", "node-3");

  @Property(tries = 300)
  void theOrderOfTheInputDoesNotMatter(
      @ForAll("inputs") Input input, @ForAll("inputs") Input before, @ForAll Random random) {
    List<NodePlanSpec> lastGood = compile(before, List.of()).plans();

    Compilation compilation = compile(input, lastGood);
    Compilation shuffled = compile(shuffled(input, random), shuffled(lastGood, random));

    assertThat(shuffled).isEqualTo(compilation);
    assertThat(Golden.yaml(shuffled.plans())).isEqualTo(Golden.yaml(compilation.plans()));
  }

  @Property(tries = 300)
  void compilingAgainOnWhatCameOutChangesNothing(
      @ForAll("inputs") Input input, @ForAll("inputs") Input before) {
    List<NodePlanSpec> lastGood = compile(before, List.of()).plans();

    Compilation once = compile(input, lastGood);
    Compilation again = compile(input, once.plans());

    assertThat(again).isEqualTo(withoutNews(once));
  }

  @Property(tries = 300)
  void nothingIsRemovedFromARefusedServiceThatLostNoRight(
      @ForAll("inputs") Input input, @ForAll("inputs") Input before) {
    List<NodePlanSpec> lastGood = compile(before, List.of()).plans();

    Compilation compilation = compile(input, lastGood);

    Set<String> entries = new HashSet<>(entries(compilation.plans()));
    for (Resolution.Service service : Resolver.resolve(input).services()) {
      if (compilation.refused(service.name()) && !hasLost(compilation, service.name())) {
        assertThat(entries)
            .containsAll(
                entries(lastGood).stream().filter(e -> e.endsWith(" " + service.name())).toList());
      }
    }
  }

  /**
   * Where nothing is in force. One that waits for local addresses alone keeps its place in line,
   * and is left out here.
   */
  @Property(tries = 500)
  void whatIsRefusedTakesNothing(@ForAll("inputs") Input input) {
    Compilation compilation = compile(input, List.of());

    Set<ResourceName> refused = new HashSet<>();
    Set<ResourceName> waiting = new HashSet<>();
    for (Problem problem : compilation.problems()) {
      if (problem.reason() == Reason.TOO_FEW_LOCAL_ADDRESSES) {
        waiting.add(problem.resource());
      } else if (problem.consequence() == Consequence.REFUSED) {
        refused.add(problem.resource());
      }
    }
    refused.removeAll(waiting);
    Input rest =
        new Input(
            input.virtualServices().stream()
                .filter(service -> !refused.contains(ResourceName.of(service)))
                .toList(),
            input.realServers(),
            input.directorGroups(),
            input.addressPools(),
            input.nodes(),
            input.namespaces());
    assertThat(Golden.yaml(compile(rest, List.of()).plans()))
        .isEqualTo(Golden.yaml(compilation.plans()));
    Statistics.label("refused")
        .collect(rest.virtualServices().size() < input.virtualServices().size());
  }

  @Property(tries = 300)
  void whatAnyDirectorHoldsIsGranted(
      @ForAll("inputs") Input input, @ForAll("inputs") Input before) {
    Resolution resolution = Resolver.resolve(input);

    Compilation compilation = compile(input, compile(before, List.of()).plans());

    Report mistakes = new Report();
    resolution.pools().forEach(pool -> PoolRules.check(pool, mistakes));
    resolution.groups().forEach(group -> AdminRules.check(group, mistakes));
    Rights rights = new Rights(resolution, mistakes);
    for (NodePlanSpec plan : compilation.plans()) {
      for (PlannedService entry : services(List.of(plan))) {
        Resolution.Service service = service(resolution, entry.source());
        IpAddress vip = ((AddressKey) entry.key()).address();
        assertThat(rights.lackOfVip(service, vip)).isEmpty();
        assertThat(rights.lackOfRole(plan.nodeName(), entry.directorGroup())).isEmpty();
      }
    }
    Statistics.label("withdrawn").collect(!compilation.withdrawals().isEmpty());
  }

  @Property(tries = 300)
  void eachClaimHasOneOwner(@ForAll("inputs") Input input, @ForAll("inputs") Input before) {
    Compilation compilation = compile(input, compile(before, List.of()).plans());

    Statistics.label("contested").collect(contested(compilation));
    Statistics.label("in force").collect(!services(compilation.plans()).isEmpty());
    Set<String> owners = new HashSet<>();
    Set<ServiceKey> claims = new HashSet<>();
    services(compilation.plans())
        .forEach(
            service -> {
              claims.add(service.key());
              owners.add(service.key() + " " + service.source());
            });
    assertThat(owners).hasSameSizeAs(claims);
  }

  /** The kernel would send packets with the addresses of clients. */
  @Property(tries = 500)
  void noSourcesAreRewrittenWithoutLocalAddresses(
      @ForAll("inputs") Input input, @ForAll("inputs") Input before) {
    Resolution resolution = Resolver.resolve(input);

    Compilation compilation = compile(input, compile(before, List.of()).plans());

    for (PlannedService entry : services(compilation.plans())) {
      if (service(resolution, entry.source()).localPool().isPresent()
          && !compilation.refused(entry.source())) {
        assertThat(entry.localAddresses()).isNotEmpty();
      }
    }
  }

  @Property(tries = 300)
  void noTwoDirectorsHaveOneLocalAddress(
      @ForAll("inputs") Input input, @ForAll("inputs") Input before) {
    Compilation compilation = compile(input, compile(before, List.of()).plans());

    Map<IpAddress, String> holders = new HashMap<>();
    for (NodePlanSpec plan : compilation.plans()) {
      for (PlannedService service : services(List.of(plan))) {
        for (IpAddress address : service.localAddresses()) {
          String holder = holders.putIfAbsent(address, plan.nodeName());
          assertThat(holder).isIn(null, plan.nodeName());
        }
      }
    }
    Statistics.label("directors with local addresses").collect(Set.copyOf(holders.values()).size());
  }

  @Provide
  Arbitrary<Input> inputs() {
    Arbitrary<World> sound = Arbitraries.create(CompilePropertiesTest::soundNodes);
    return Combinators.combine(sound, resources()).as(World::with).map(World::input);
  }

  /** Directors and a pool, so that most of what is put on top can come into force. */
  private static World soundNodes() {
    return new World()
        .with(
            "DirectorGroup", "default", "{spec: {nodeSelector: {matchLabels: {director: 'yes'}}}}")
        .with(
            "AddressPool",
            "front",
            "{spec: {addresses: [192.0.2.0/28], firewallMarks: ['1-200'], realServers:"
                + " {nodeSelector: {}}}}")
        .with("AddressPool", "lips", "{spec: {addresses: [198.51.100.0/30], use: LocalAddress}}")
        .with("Node", "director", node("director", "192.0.2.101"));
  }

  private static String node(String label, String address) {
    return """
    metadata: {labels: {%s: 'yes'}}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(label, address);
  }

  private static Arbitrary<List<World.Written>> resources() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, services()),
            Tuple.of(4, servers()),
            Tuple.of(3, nodes()),
            Tuple.of(1, groups()),
            Tuple.of(1, pools()))
        .list()
        .ofMinSize(8)
        .ofMaxSize(24);
  }

  private static Arbitrary<World.Written> services() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c"),
            Arbitraries.of("192.0.2.10", "192.0.2.10", "192.0.2.10", "192.0.2.11", "203.0.113.1"),
            Arbitraries.of("80", "80", "80", "81", "80, targetPort: 8080", "0"),
            Arbitraries.of(
                "NAT", "NAT", "DR", "DR", "TUN", "FULLNAT", FROM_POOL, FROM_POOL, FROM_POOL),
            Arbitraries.of(
                "selector: {matchLabels: {app: web}}",
                "selector: {matchLabels: {app: web}}",
                "names: [web-1]",
                "names: [web-2, web-9]",
                "nodeSelector: {matchLabels: {web: 'yes'}}",
                "inline: [{address: 192.0.2.91}, {address: 192.0.2.92, port: 8080}]"),
            Arbitraries.of(
                "", "persistence: {mode: PCC}", "persistence: {}", "directorGroup: edge"))
        .as(
            (name, vip, port, method, servers, rest) ->
                new World.Written(
                    "VirtualService",
                    name,
                    """
                    spec:
                      addresses: [%s]
                      ports: [{port: %s}]
                      forwarding: {method: %s}
                      realServers: {%s}
                      %s
                    """
                        .formatted(vip, port, method, servers, rest)));
  }

  private static Arbitrary<World.Written> servers() {
    return Combinators.combine(
            Arbitraries.of("web-1", "web-2", "web-3"),
            Arbitraries.of(
                "address: 192.0.2.91",
                "address: 192.0.2.121",
                "address: 192.0.2.11",
                "address: nonsense",
                "nodeName: node-1",
                "nodeName: node-9"),
            Arbitraries.of("", ", port: 8080", ", weight: 0", ", maintenance: {mode: 'Off'}"))
        .as(
            (name, where, rest) ->
                new World.Written(
                    "RealServer",
                    name,
                    "{metadata: {labels: {app: web}}, spec: {%s%s}}".formatted(where, rest)));
  }

  private static Arbitrary<World.Written> nodes() {
    return Combinators.combine(Arbitraries.of(NODES), Arbitraries.of(LABELS))
        .as(
            (name, label) ->
                new World.Written("Node", name, node(label, "192.0.2.12" + name.charAt(5))));
  }

  private static Arbitrary<World.Written> groups() {
    return Combinators.combine(Arbitraries.of("default", "edge"), Arbitraries.of(LABELS))
        .as(
            (name, label) ->
                new World.Written(
                    "DirectorGroup",
                    name,
                    "{spec: {nodeSelector: {matchLabels: {%s: 'yes'}}}}".formatted(label)));
  }

  private static Arbitrary<World.Written> pools() {
    return Arbitraries.oneOf(
        Arbitraries.of("192.0.2.0/28", "192.0.2.0/28", "192.0.2.10", "nonsense")
            .map(range -> pool("front", "VIP", range)),
        Arbitraries.of("198.51.100.0/30", "198.51.100.0/31", "198.51.100.1", "nonsense")
            .map(range -> pool("lips", "LocalAddress", range)));
  }

  private static World.Written pool(String name, String use, String range) {
    return new World.Written(
        "AddressPool", name, "{spec: {addresses: [%s], use: %s}}".formatted(range, use));
  }

  private static boolean hasLost(Compilation compilation, ResourceName service) {
    return compilation.withdrawals().stream().anyMatch(it -> it.service().equals(service));
  }

  private static Resolution.Service service(Resolution resolution, ResourceName name) {
    return resolution.services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns what ends is said once. */
  private static Compilation withoutNews(Compilation compilation) {
    return new Compilation(
        compilation.plans(),
        compilation.problems(),
        compilation.services(),
        compilation.servers(),
        compilation.groups(),
        compilation.pools(),
        List.of(),
        compilation.goodUntil());
  }

  private static boolean contested(Compilation compilation) {
    return compilation.problems().stream().anyMatch(p -> p.reason() == Reason.VIP_IN_USE);
  }

  private static Compilation compile(Input input, List<NodePlanSpec> lastGood) {
    return Compiler.compile(Resolver.resolve(input), lastGood);
  }

  private static List<PlannedService> services(List<NodePlanSpec> plans) {
    return plans.stream().flatMap(plan -> plan.director().services().stream()).toList();
  }

  /** Node, claim and owner of every entry of the IPVS tables. */
  private static List<String> entries(List<NodePlanSpec> plans) {
    List<String> entries = new ArrayList<>();
    for (NodePlanSpec plan : plans) {
      services(List.of(plan))
          .forEach(s -> entries.add(plan.nodeName() + " " + s.key() + " " + s.source()));
    }
    return entries;
  }

  private static Input shuffled(Input input, Random random) {
    return new Input(
        shuffled(input.virtualServices(), random),
        shuffled(input.realServers(), random),
        shuffled(input.directorGroups(), random),
        shuffled(input.addressPools(), random),
        shuffled(input.nodes(), random),
        shuffled(input.namespaces(), random));
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }
}
