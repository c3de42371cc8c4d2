package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.problem.Withdrawal;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights of a namespace by an admin's grant, and the end of what they gave when they go. */
class RightsTest {
  private static final String OF_A = "{matchLabels: {kubernetes.io/metadata.name: a}}";
  private static final String OF_B = "{matchLabels: {kubernetes.io/metadata.name: b}}";

  private final World world =
      new World()
          .with("DirectorGroup", "default", group("director"))
          .with("DirectorGroup", "other", group("other"))
          .with("Node", "d1", node("192.0.2.1", "director"))
          .with("Node", "d2", node("192.0.2.2", "other"))
          .with("AddressPool", "front", pool("198.51.100.0/28", OF_A))
          .with("VirtualService", "web", service("a", "198.51.100.10", "80", ""));

  private List<NodePlanSpec> inForce = List.of();

  @BeforeEach
  void webIsServed() {
    assertThat(entries(compile())).containsExactly("d1 TCP 198.51.100.10:80 a/web");
  }

  @Row({"right-withdrawn", "newcomer-admitted"})
  @Test
  void whoeverIsAdmittedInAnothersPlaceHasTheVipAtOnce() {
    world
        .with("AddressPool", "front", "{spec: {namespaces: %s}}".formatted(OF_B))
        .with("VirtualService", "new", service("b", "198.51.100.10", "80", ""));

    Compilation compilation = compile();

    assertThat(entries(compilation)).containsExactly("d1 TCP 198.51.100.10:80 b/new");
    assertThat(problems(compilation)).containsExactly("a/web NamespaceNotAdmitted");
    assertThat(compilation.withdrawals())
        .extracting(Withdrawal::toString)
        .containsExactly(
            "VirtualService a/web: It is served no longer by d1, for 198.51.100.10 is in no"
                + " AddressPool that admits namespace a; the right that gave this is gone.");
  }

  @Row("right-withdrawn")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AddressPool   | front   | deleted",
        "AddressPool   | front   | {spec: {addresses: [198.51.100.0/29]}}",
        "AddressPool   | front   | {spec: {use: LocalAddress}}",
        "AddressPool   | front   | {spec: {namespaces: {matchLabels: {team: shop}}}}",
        "AddressPool   | lips    | {spec: {addresses: [198.51.100.10], use: LocalAddress}}",
        "DirectorGroup | default | deleted",
        "DirectorGroup | default | {spec: {nodeSelector: {matchLabels: {edge: 'yes'}}}}",
        "Node          | d1      | {metadata: {labels: {director: 'no'}}}",
        "Node          | d1      | deleted"
      })
  void whatARightGaveEndsWithIt(String kind, String name, String change) {
    world.with("DirectorGroup", "same-node", group("also"));
    world.with("Node", "d1", "{metadata: {labels: {also: 'yes'}}}");
    change(kind, name, change);

    Compilation compilation = compile();

    assertThat(compilation.plans())
        .contains(NodePlanSpec.empty("d1"))
        .allMatch(plan -> plan.director().holdsNothing());
    assertThat(compilation.withdrawals())
        .extracting(it -> it.service().toString())
        .containsExactly("VirtualService a/web");
    assertThat(compile().withdrawals()).isEmpty();
  }

  @Row("right-withdrawn")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VirtualService | web     | {spec: {addresses: [203.0.113.1]}}",
        "VirtualService | web     | {spec: {directorGroup: ohter}}",
        "VirtualService | web     | {spec: {ports: [{port: 70000}]}}",
        "VirtualService | web     | {spec: null}",
        "AddressPool    | front   | {spec: {addresses: [nonsense]}}",
        "AddressPool    | front   | {spec: null}",
        "AddressPool    | front   | {spec: {namespaces: {matchExpressions: [{key: x, operator:"
            + " In}]}}}",
        "DirectorGroup  | default | {spec: {vipInterface: 'no interface'}}",
        "DirectorGroup  | default | {spec: {nodeSelector: {matchExpressions: [{key: x, operator:"
            + " In}]}}}",
        "DirectorGroup  | default | {spec: null}",
        "Node           | d3      | {status: {addresses: [{type: InternalIP, address:"
            + " 198.51.100.10}]}}"
      })
  void aMistakeTakesNoRightAway(String kind, String name, String change) {
    change(kind, name, change);

    Compilation compilation = compile();

    assertThat(entries(compilation)).containsExactly("d1 TCP 198.51.100.10:80 a/web");
    assertThat(problems(compilation)).anyMatch(it -> it.startsWith("a/web "));
    assertThat(compilation.withdrawals()).isEmpty();
  }

  @Row("right-withdrawn")
  @Test
  void aMistakeDoesNotHideThatARightIsGone() {
    change("VirtualService", "web", "{spec: {ports: [{port: 70000}]}}");
    assertThat(entries(compile())).hasSize(1);

    change("AddressPool", "front", "{spec: {namespaces: %s}}".formatted(OF_B));

    assertThat(entries(compile())).isEmpty();
  }

  @Row("right-withdrawn")
  @Test
  void ofTwoVipsTheOneThatIsStillGrantedStays() {
    change("AddressPool", "more", pool("203.0.113.0/28", OF_A));
    change("VirtualService", "web", "{spec: {addresses: [198.51.100.10, 203.0.113.10]}}");
    assertThat(entries(compile())).hasSize(2);

    change("AddressPool", "front", "deleted");
    Compilation compilation = compile();

    assertThat(entries(compilation)).containsExactly("d1 TCP 203.0.113.10:80 a/web");
    assertThat(compilation.plans().getFirst().director().vips()).hasSize(1);
    assertThat(compilation.withdrawals()).hasSize(1);
  }

  @Row("vip-one-group")
  @Test
  void anotherGroupDoesNotGetAnAnnouncedVip() {
    world
        .with("AddressPool", "front", "{spec: {namespaces: null}}")
        .with("VirtualService", "x", service("b", "198.51.100.10", "9999", "directorGroup: other"));

    Compilation compilation = compile();

    assertThat(entries(compilation)).containsExactly("d1 TCP 198.51.100.10:80 a/web");
    assertThat(problems(compilation)).containsExactly("b/x VipOfAnotherGroup");
    assertThat(text(compilation)).doesNotContain("a/web");
  }

  @Row("vip-one-group")
  @Test
  void whatIsNotAnnouncedMayBeDirectedByManyGroups() {
    world
        .with("DirectorGroup", "other", "{spec: {announcement: {mode: none}}}")
        .with("VirtualService", "x", service("a", "198.51.100.10", "81", "directorGroup: other"));

    assertThat(entries(compile()))
        .containsExactly("d1 TCP 198.51.100.10:80 a/web", "d2 TCP 198.51.100.10:81 a/x");
  }

  @Row("vip-one-group")
  @Test
  void aVipMovesWhenTheLastOfItsServicesAsksForAnotherGroup() {
    world.with("VirtualService", "tls", service("a", "198.51.100.10", "443", ""));
    assertThat(entries(compile())).hasSize(2);

    change("VirtualService", "web", "{spec: {directorGroup: other}}");
    Compilation first = compile();
    change("VirtualService", "tls", "{spec: {directorGroup: other}}");
    Compilation second = compile();

    assertThat(entries(first))
        .containsExactly("d1 TCP 198.51.100.10:80 a/web", "d1 TCP 198.51.100.10:443 a/tls");
    assertThat(problems(first)).containsExactly("a/web VipOfAnotherGroup");
    assertThat(entries(second))
        .containsExactly("d2 TCP 198.51.100.10:80 a/web", "d2 TCP 198.51.100.10:443 a/tls");
    assertThat(problems(second)).isEmpty();
  }

  @Row("vip-one-group")
  @Test
  void ofTwoThatMoveToDifferentGroupsNeitherLeavesTheVipBehind() {
    world
        .with("DirectorGroup", "third", group("other"))
        .with("VirtualService", "tls", service("a", "198.51.100.10", "443", ""));
    compile();

    change("VirtualService", "web", "{spec: {directorGroup: other}}");
    change("VirtualService", "tls", "{spec: {directorGroup: third}}");

    assertThat(entries(compile()))
        .containsExactly("d1 TCP 198.51.100.10:80 a/web", "d1 TCP 198.51.100.10:443 a/tls");
  }

  @Row("director-is-server")
  @Test
  void nobodyLosesARealServerByMakingItADirectorOfAnotherPort() {
    world
        .with("AddressPool", "front", "{spec: {namespaces: null}}")
        .with("AddressPool", "front", "{spec: {realServers: {nodeSelector: {}}}}")
        .with("DirectorGroup", "other", "{spec: {announcement: {mode: none}}}")
        .with("VirtualService", "web", "{spec: {forwarding: {method: DR}}}")
        .with("VirtualService", "web", inline("192.0.2.2"));
    Compilation before = compile();

    world.with(
        "VirtualService", "x", service("b", "198.51.100.10", "9999", "directorGroup: other"));
    Compilation compilation = compile();

    assertThat(compilation.plans().getFirst()).isEqualTo(before.plans().getFirst());
    assertThat(compilation.plans().getLast().realServer())
        .isNotNull()
        .isEqualTo(before.plans().getLast().realServer());
  }

  @Row("director-is-server")
  @Test
  void aDirectorIsARealServerOfItsServiceForItselfOnly() {
    world
        .with("AddressPool", "front", "{spec: {realServers: {nodeSelector: {}}}}")
        .with("Node", "d2", node("192.0.2.2", "director"))
        .with("VirtualService", "web", "{spec: {forwarding: {method: DR}}}")
        .with("VirtualService", "web", inline("192.0.2.1}, {address: 192.0.2.2"));

    Compilation compilation = compile();

    assertThat(compilation.plans())
        .extracting(
            plan ->
                plan.director().services().getFirst().destinations().stream()
                    .map(destination -> destination.address().toString())
                    .toList())
        .containsExactly(List.of("192.0.2.1"), List.of("192.0.2.2"));
    assertThat(compilation.plans()).allMatch(plan -> plan.realServer().holdsNothing());
    assertThat(problems(compilation))
        .containsExactly("a/web ServerIsDirector", "a/web ServerIsDirector");
  }

  @Row("director-is-server")
  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.2", "10.244.2.1"})
  void soItIsByWhicheverOfItsAddresses(String address) {
    world
        .with("AddressPool", "front", "{spec: {realServers: {nodeSelector: {}}}}")
        .with("Node", "d2", node("192.0.2.2", "director"))
        .with("Node", "d2", "{spec: {podCIDRs: [10.244.2.0/24]}}")
        .with(
            "Node",
            "d2",
            "{status: {addresses: [{type: InternalIP, address: 192.0.2.2},"
                + " {type: ExternalIP, address: 203.0.113.2}]}}")
        .with("VirtualService", "web", "{spec: {forwarding: {method: DR}}}")
        .with("VirtualService", "web", inline(address));

    Compilation compilation = compile();

    assertThat(compilation.plans().getFirst().director().services().getFirst().destinations())
        .isEmpty();
    assertThat(problems(compilation)).containsExactly("a/web ServerIsDirector");
  }

  @Row("port-zero-tenant")
  @Test
  void nobodyElseTakesAPortOutOfEveryPort() {
    String every = "persistence: {mode: PCC}";
    world
        .with("AddressPool", "front", "{spec: {namespaces: null}}")
        .with("VirtualService", "all", service("a", "198.51.100.11", "0", every));
    compile();

    world
        .with("VirtualService", "own", service("a", "198.51.100.11", "443", ""))
        .with("VirtualService", "thief", service("b", "198.51.100.11", "444", ""))
        .with("VirtualService", "range", service("b", "198.51.100.11", "500, endPort: 600", ""))
        .with("VirtualService", "rest", service("b", "198.51.100.10", "0", every));
    Compilation compilation = compile();

    assertThat(entries(compilation))
        .containsExactly(
            "d1 TCP 198.51.100.10:80 a/web",
            "d1 TCP 198.51.100.11:0 a/all",
            "d1 TCP 198.51.100.11:443 a/own");
    assertThat(problems(compilation))
        .containsExactly("b/range VipInUse", "b/rest VipInUse", "b/thief VipInUse");
    assertThat(text(compilation)).doesNotContain("a/all").doesNotContain("a/web");
  }

  private void change(String kind, String name, String change) {
    if (change.equals("deleted")) {
      world.without(kind, name);
    } else {
      world.with(kind, name, change);
    }
  }

  /** Compiles, and what comes out is in force then. */
  private Compilation compile() {
    Compilation compilation = Compiler.compile(Resolver.resolve(world.input()), inForce);
    inForce = compilation.plans();
    return compilation;
  }

  private static List<String> entries(Compilation compilation) {
    return compilation.plans().stream()
        .flatMap(
            plan ->
                plan.director().services().stream()
                    .map(service -> plan.nodeName() + " " + entry(service)))
        .toList();
  }

  private static String entry(PlannedService service) {
    return service.key().traffic().title()
        + service.source().toString().replace("VirtualService", "");
  }

  private static List<String> problems(Compilation compilation) {
    return compilation.problems().stream()
        .filter(problem -> problem.resource().kind().equals("VirtualService"))
        .map(
            problem ->
                "%s/%s %s"
                    .formatted(
                        problem.resource().namespace(),
                        problem.resource().name(),
                        problem.reason().text()))
        .toList();
  }

  private static String text(Compilation compilation) {
    return compilation.problems().toString();
  }

  private static String group(String label) {
    return "{spec: {nodeSelector: {matchLabels: {%s: 'yes'}}}}".formatted(label);
  }

  private static String node(String address, String label) {
    return """
    metadata: {labels: {%s: 'yes'}}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(label, address);
  }

  private static String pool(String range, String namespaces) {
    return "{spec: {addresses: [%s], namespaces: %s}}".formatted(range, namespaces);
  }

  private static String inline(String servers) {
    return "{spec: {realServers: {inline: [{address: %s}]}}}".formatted(servers);
  }

  private static String service(String namespace, String vip, String port, String more) {
    return """
    metadata: {namespace: %s}
    spec:
      addresses: [%s]
      ports: [{port: %s}]
      forwarding: {method: NAT}
      realServers: {inline: [{address: 203.0.113.11}]}
      %s
    """
        .formatted(namespace, vip, port, more);
  }
}
