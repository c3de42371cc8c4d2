package dev.lvs.operator.status.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Recompiler;
import dev.lvs.compile.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts of a compilation that statuses need, resource by resource. */
class FactFinderTest {
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");
  private static final ResourceName FIRST = ResourceName.parse("RealServer shop/web-1");
  private static final ResourceName SECOND = ResourceName.parse("RealServer shop/web-2");
  private static final ResourceName GROUP = ResourceName.parse("DirectorGroup default");

  @Test
  void aServiceHasItsDirectorsPortsAndReadyServers() {
    Facts.OfService facts = find(world(), WEB, Facts.OfService.class);

    assertThat(facts.compiled().directors()).containsExactly("edge-1", "edge-2");
    assertThat(facts.compiled().ready()).isEqualTo(2);
    assertThat(facts.ports()).singleElement().satisfies(it -> assertThat(it.port()).isEqualTo(80));
    assertThat(facts.mark()).isEmpty();
    assertThat(facts.hosts()).isEmpty();
    assertThat(facts.onNodes()).isTrue();
    assertThat(facts.checked()).isFalse();
  }

  @Test
  void aServiceByFirewallMarkHasIt() {
    World marked =
        world()
            .with("AddressPool", "public", "{spec: {firewallMarks: ['1-200']}}")
            .with("VirtualService", "web", "{spec: {ports: null, firewallMark: 17}}");

    assertThat(find(marked, WEB, Facts.OfService.class).mark()).contains(17L);
  }

  @Test
  void aServiceOfAGroupWithALeaseHasTheGroup() {
    World leased =
        world()
            .with(
                "DirectorGroup",
                "default",
                "{spec: {vipInterface: eth1, announcement: {mode: lease}}}");

    assertThat(find(leased, WEB, Facts.OfService.class).compiled().movingGroup())
        .contains("default");
    assertThat(find(world(), WEB, Facts.OfService.class).compiled().movingGroup()).isEmpty();
  }

  /** Nodes that are real servers of direct routing hold the VIP quietly. */
  @Test
  void aServiceHasTheNodesThatHideItsVip() {
    World direct =
        world()
            .with(
                "AddressPool",
                "public",
                "{spec: {realServers: {nodeSelector: {matchLabels: {w: \"1\"}}}}}")
            .with("Node", "worker-1", node("198.51.100.21", "w"))
            .with("RealServer", "web-1", "{spec: {address: null, nodeName: worker-1}}")
            .with("VirtualService", "web", "{spec: {forwarding: {method: DR}}}");

    Facts.OfService facts = find(direct, WEB, Facts.OfService.class);
    Facts.OfServer server = find(direct, FIRST, Facts.OfServer.class);

    assertThat(facts.hosts()).isEqualTo(Map.of("worker-1", Set.of("198.51.100.21")));
    assertThat(facts.readyOn(List.of("worker-1", "edge-1"))).isEqualTo(1);
    assertThat(facts.readyOn(List.of("edge-1"))).isZero();
    assertThat(server.hosts()).containsExactly("worker-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                   | {}                   | false | false | false
          {healthCheck: {tcp: {}}} | {}               | true  | true  | true
          {}                   | {healthCheck: {tcp: {}}} | true  | true  | false
          {healthCheck: {tcp: {}}} | {healthCheck: {http: {}}} | true | true | true
          """)
  void knowsWhichServersAreChecked(
      String service, String server, boolean checked, boolean first, boolean second) {
    World world =
        world()
            .with("VirtualService", "web", "{spec: " + service + "}")
            .with("RealServer", "web-1", "{spec: " + server + "}");

    assertThat(find(world, WEB, Facts.OfService.class).checked()).isEqualTo(checked);
    assertThat(uses(world, FIRST))
        .containsExactly(new Facts.Use(WEB, List.of("edge-1", "edge-2"), first));
    assertThat(uses(world, SECOND))
        .containsExactly(new Facts.Use(WEB, List.of("edge-1", "edge-2"), second));
  }

  @Test
  void aServerThatNobodyChoosesIsUsedByNobody() {
    World world = world().with("RealServer", "web-1", "{metadata: {labels: null}}");

    assertThat(uses(world, FIRST)).isEmpty();
    assertThat(uses(world, SECOND)).hasSize(1);
  }

  @Test
  void aGroupCountsTheServicesOfEachDirector() {
    World two =
        world()
            .with(
                "VirtualService",
                "api",
                "{spec: {addresses: [192.0.2.2], ports: [{port: 80}], forwarding: {method: NAT},"
                    + " realServers: {names: [web-1]}}}");

    assertThat(find(two, GROUP, Facts.OfGroup.class).services())
        .isEqualTo(Map.of("edge-1", 2, "edge-2", 2));
    assertThat(find(world(), GROUP, Facts.OfGroup.class).services())
        .isEqualTo(Map.of("edge-1", 1, "edge-2", 1));
  }

  @Test
  void aMistakeIsAFactOfItsResource() {
    World wrong = world().with("RealServer", "web-1", "{spec: {address: 127.0.0.1}}");

    assertThat(find(wrong, FIRST, Facts.OfServer.class).problems()).hasSize(1);
    assertThat(find(wrong, SECOND, Facts.OfServer.class).problems()).isEmpty();
    assertThat(find(wrong, WEB, Facts.OfService.class).problems()).isNotEmpty();
  }

  /** Only the generation of a server whose weight changed is another. */
  @Test
  void afterAWeightAllElseIsTheSame() {
    Input input = world().input();
    Compilation compilation = new Recompiler().compile(input, List.of()).compilation();
    Map<ResourceName, Facts> before = FactFinder.find(input, compilation);
    Input weighed =
        world()
            .with("RealServer", "web-1", "{metadata: {generation: 2}, spec: {weight: 9}}")
            .input();

    Map<ResourceName, Facts> after = FactFinder.again(before, weighed, Set.of(FIRST));

    assertThat(after.get(FIRST))
        .isInstanceOfSatisfying(
            Facts.OfServer.class,
            it -> {
              assertThat(it.generation()).isEqualTo(2);
              assertThat(it.services())
                  .isEqualTo(find(world(), FIRST, Facts.OfServer.class).services());
            });
    assertThat(after.get(SECOND)).isSameAs(before.get(SECOND));
    assertThat(after.get(WEB)).isSameAs(before.get(WEB));
    assertThat(FactFinder.again(before, weighed, Set.of())).isSameAs(before);
  }

  private static List<Facts.Use> uses(World world, ResourceName server) {
    return find(world, server, Facts.OfServer.class).services();
  }

  private static <F extends Facts> F find(World world, ResourceName name, Class<F> kind) {
    Input input = world.input();
    Compilation compilation = new Recompiler().compile(input, List.of()).compilation();
    return kind.cast(
        Optional.ofNullable(FactFinder.find(input, compilation).get(name)).orElseThrow());
  }

  private static World world() {
    return new World()
        .with("DirectorGroup", "default", "{spec: {nodeSelector: {matchLabels: {d: \"1\"}}}}")
        .with("AddressPool", "public", "{spec: {addresses: [192.0.2.0/28]}}")
        .with("Node", "edge-1", node("198.51.100.1", "d"))
        .with("Node", "edge-2", node("198.51.100.2", "d"))
        .with("RealServer", "web-1", server("198.51.100.21"))
        .with("RealServer", "web-2", server("198.51.100.22"))
        .with(
            "VirtualService",
            "web",
            "{metadata: {generation: 1}, spec: {addresses: [192.0.2.1], ports: [{port: 80}],"
                + " forwarding: {method: NAT}, realServers: {selector: {matchLabels: {app:"
                + " web}}}}}");
  }

  private static String node(String address, String label) {
    return "{metadata: {labels: {%s: \"1\"}}, status: {addresses: [{type: InternalIP, address: %s}]}}"
        .formatted(label, address);
  }

  private static String server(String address) {
    return "{metadata: {generation: 1, labels: {app: web}}, spec: {address: %s}}"
        .formatted(address);
  }
}
