package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an admin grants by AddressPools besides VIPs, as an attacker's namespace b finds it. */
class GrantsTest {
  private static final String OF_A = "{matchLabels: {kubernetes.io/metadata.name: a}}";
  private static final String OF_B = "{matchLabels: {kubernetes.io/metadata.name: b}}";

  private static final String A = "inline: [{address: 203.0.113.11}]";

  private final World world =
      new World()
          .with(
              "DirectorGroup",
              "default",
              "{spec: {nodeSelector: {matchLabels: {lvs.dev/director: 'true'}}}}")
          .with("Node", "d1", node("192.0.2.1", "{lvs.dev/director: 'true'}"))
          .with("Node", "w1", node("192.0.2.11", "{web: 'true'}"))
          .with("Node", "control", node("192.0.2.12", "{}"))
          .with("AddressPool", "of-a", pool("198.51.100.0/28", OF_A, ""))
          .with("AddressPool", "of-b", pool("198.51.100.16/28", OF_B, ""))
          .with("VirtualService", "web", service("a", "addresses: [198.51.100.1]", "NAT", A));

  private List<NodePlanSpec> inForce = List.of();
  private Compilation last = Compiler.compile(Resolver.resolve(world.input()), inForce);

  @Test
  @Row("mark-granted")
  void nobodyHasAMarkThatNoPoolGrants() {
    world.with("VirtualService", "thief", service("b", "firewallMark: 19", "NAT", A));

    assertThat(entries(compile())).noneMatch(entry -> entry.contains("thief"));
    assertThat(said("thief")).contains("FirewallMarkNotGranted: Firewall mark 19 is granted by no");
  }

  @ParameterizedTest
  @Row("mark-granted")
  @ValueSource(
      longs = {
        0x80,
        0x200,
        0xa00,
        0xe00,
        0xf00,
        0x2000,
        0x1001,
        0x10ff,
        0x41005,
        0x3000,
        0x30ff,
        0x4000,
        0x8000,
        0xc000,
        0x10000,
        0x20000,
        0x14000,
        0x43005,
        0x80000000L,
        0xffff0000L,
        0x539,
        51820
      })
  void reservedMarksAreNobodysWhateverPoolsSay(long mark) {
    world
        .with("AddressPool", "of-b", "{spec: {firewallMarks: ['1-4294967295']}}")
        .with("VirtualService", "thief", service("b", "firewallMark: " + mark, "NAT", A));

    assertThat(entries(compile())).noneMatch(entry -> entry.contains("thief"));
    assertThat(said("thief")).contains("InvalidMark: Firewall mark " + mark);
  }

  @Test
  @Row("mark-granted")
  void aMarkIsHadAsLongAsItIsGranted() {
    world
        .with("AddressPool", "of-b", "{spec: {firewallMarks: ['17']}}")
        .with("VirtualService", "marked", service("b", "firewallMark: 17", "NAT", A));
    assertThat(entries(compile())).contains("firewall mark 17 b/marked 203.0.113.11:0");

    world
        .with("AddressPool", "of-b", "{spec: {firewallMarks: null}}")
        .with("AddressPool", "of-a", "{spec: {firewallMarks: ['17']}}");
    Compilation compilation = compile();

    assertThat(entries(compilation)).noneMatch(entry -> entry.contains("marked"));
    assertThat(said("marked")).contains("which does not admit namespace b");
    assertThat(compilation.withdrawals().toString())
        .contains("no AddressPool that admits namespace b grants firewall mark 17");
  }

  @Test
  @Row("mark-kept")
  void aGrantedMarkInForceIsTakenByNobody() {
    world
        .with("AddressPool", "of-a", "{spec: {firewallMarks: ['1-99']}}")
        .with("AddressPool", "of-b", "{spec: {firewallMarks: ['1-99']}}")
        .with("VirtualService", "z", service("a", "firewallMark: 17", "NAT", A));
    compile();

    world.with("VirtualService", "early", older(service("b", "firewallMark: 17", "NAT", A)));
    Compilation compilation = compile();

    assertThat(entries(compilation)).contains("firewall mark 17 a/z 203.0.113.11:0");
    assertThat(said("early"))
        .contains("FirewallMarkInUse")
        .doesNotContain("a/z")
        .contains("another namespace");
  }

  @Test
  @Row("mark-kept")
  void whatIsRefusedTakesNoMarkFromTheOperator() {
    for (int i = 0; i < 300; i++) {
      world.with(
          "VirtualService",
          "junk-" + i,
          service("b", "addresses: [198.51.100.1]\n  persistence: {mode: PFMC}", "NAT", A));
    }
    world.with(
        "VirtualService",
        "ranges",
        service("a", "addresses: [198.51.100.2]\n  persistence: {mode: PFMC}", "NAT", A));

    assertThat(entries(compile())).anyMatch(entry -> entry.contains("a/ranges"));
    assertThat(said("ranges")).isEmpty();
  }

  @Test
  @Row("mark-kept")
  void noNamespaceHasAllTheMarks() {
    for (int i = 0; i < 300; i++) {
      world.with(
          "VirtualService",
          "many-" + i,
          service(
              "b",
              "addresses: [198.51.100.17]\n  ports: [{port: %d, endPort: %d}]"
                  .formatted(1000 + 2 * i, 1001 + 2 * i),
              "NAT",
              A));
    }
    world.with(
        "VirtualService",
        "ranges",
        service("a", "addresses: [198.51.100.2]\n  persistence: {mode: PFMC}", "NAT", A));
    Compilation compilation = compile();

    assertThat(entries(compilation)).anyMatch(entry -> entry.contains("a/ranges"));
    assertThat(entries(compilation)).filteredOn(entry -> entry.contains("many-")).hasSize(64);
    assertThat(compilation.problems().toString())
        .contains("Namespace b has as many firewall marks as it may (64)");
  }

  @ParameterizedTest
  @Row("server-network-granted")
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9    | 10.0.0.0/8              | lets no traffic there; use an address of"
            + " 10.0.0.0",
        "10.1.2.3       | 10.0.0.0/16             | lets no traffic there",
        "100.100.100.200 |                        | where a cloud hands out secrets",
        "168.63.129.16  |                         | where a cloud hands out secrets",
        "169.254.169.254 | 0.0.0.0/0              | is a link-local address",
        "127.0.0.1      | 0.0.0.0/0               | is a loopback address",
        "224.0.0.5      | 0.0.0.0/0               | is a multicast address",
        "::ffff:169.254.169.254 | 0.0.0.0/0       | is not an IP address",
        "169.254.169.254. | 0.0.0.0/0              | is not an IP address",
      })
  void realServersStandWhereThePoolOfTheVipLetsTrafficGo(
      String address, String networks, String why) {
    if (networks != null) {
      world.with(
          "AddressPool", "of-b", "{spec: {realServers: {networks: ['%s']}}}".formatted(networks));
    }
    world
        .with(
            "RealServer",
            "by-name",
            "{metadata: {namespace: b}, spec: {address: '%s'}}".formatted(address))
        .with(
            "VirtualService",
            "named",
            service("b", "addresses: [198.51.100.17]", "NAT", "names: [by-name]"))
        .with(
            "VirtualService",
            "inline",
            service(
                "b",
                "addresses: [198.51.100.18]",
                "NAT",
                "inline: [{address: '%s'}]".formatted(address)));

    assertThat(destinations(compile())).noneMatch(one -> one.contains("b/"));
    assertThat(said("inline")).contains(why);
    assertThat(said("named") + said("by-name")).contains(why);
  }

  @Test
  @Row("server-network-granted")
  void aNetworkThatIsGrantedNoMoreEndsAtOnceAlsoInABrokenService() {
    world.with("VirtualService", "x", service("b", "addresses: [198.51.100.17]", "NAT", A));
    assertThat(destinations(compile())).contains("b/x 203.0.113.11:80");

    world
        .with("AddressPool", "of-b", "{spec: {realServers: {networks: [10.0.0.0/8]}}}")
        .with("VirtualService", "x", "{spec: {schedulerFlags: [mh-port]}}");

    assertThat(destinations(compile())).noneMatch(one -> one.contains("b/x"));
  }

  @ParameterizedTest
  @Row("server-control-port")
  @CsvSource(
      delimiter = '|',
      value = {
        "ports: [{port: 443, targetPort: 10250}]            | 192.0.2.1",
        "ports: [{port: 443, targetPort: 6443}]             | 192.0.2.12",
        "ports: [{port: 2379}]                              | 192.0.2.12",
        "ports: [{port: 80, targetPort: 22}]                | 192.0.2.12",
        "ports: [{port: 10000, endPort: 10999}]             | 192.0.2.12",
        "ports: [{port: 0}]& persistence: {mode: PCC}     | 192.0.2.12",
        "ports: [{port: 10257}]& persistence: {mode: PFMC} | 192.0.2.12",
        "ports: [{port: 80, targetPort: 10259}]             | 198.51.100.99",
        "ports: [{port: 80, targetPort: 10256}]             | 10.244.1.1",
        "ports: [{port: 8472, protocol: UDP}]               | 192.0.2.12",
      })
  void noTenantSpeaksToANodeItself(String ports, String address) {
    world
        .with(
            "Node",
            "control",
            """
            spec: {podCIDRs: [10.244.1.0/24]}
            status:
              addresses:
              - {type: InternalIP, address: 192.0.2.12}
              - {type: ExternalIP, address: 198.51.100.99}
            """)
        .with(
            "VirtualService",
            "x",
            service(
                "b",
                "addresses: [198.51.100.17]\n  " + ports.replace("& ", "\n  "),
                "NAT",
                "inline: [{address: '%s'}]".formatted(address)));

    assertThat(destinations(compile())).noneMatch(one -> one.contains("b/x"));
    assertThat(said("x")).contains("RealServerNotGranted").contains("itself; use another port");
  }

  @Test
  @Row("server-control-port")
  void portsOfTheNodeByNameByLabelAndByItsOwnPortAreTheSame() {
    world
        .with(
            "RealServer",
            "node",
            "{metadata: {namespace: b}, spec: {nodeName: control, port: 10250}}")
        .with(
            "VirtualService",
            "name",
            service("b", "addresses: [198.51.100.17]", "NAT", "names: [node]"))
        .with(
            "VirtualService",
            "label",
            service(
                "b",
                "addresses: [198.51.100.18]\n  ports: [{port: 6443}]",
                "NAT",
                "nodeSelector: {}"))
        .with(
            "VirtualService",
            "inline",
            service(
                "b",
                "addresses: [198.51.100.19]",
                "FULLNAT",
                "inline: [{address: 192.0.2.1, port: 10255}]"));

    assertThat(destinations(compile())).noneMatch(one -> one.contains("b/"));
  }

  @Test
  @Row("server-control-port")
  void anAdminCanOpenTheApiServersPort() {
    world
        .with("AddressPool", "of-b", "{spec: {realServers: {nodePorts: ['6443']}}}")
        .with(
            "VirtualService",
            "api",
            service(
                "b",
                "addresses: [198.51.100.17]\n  ports: [{port: 6443}]",
                "NAT",
                "inline: [{address: 192.0.2.12}]"));

    assertThat(destinations(compile())).contains("b/api 192.0.2.12:6443");
  }

  @ParameterizedTest
  @Row("server-node-granted")
  @CsvSource(
      delimiter = '|',
      value = {
        "DR  | nodeSelector: {}",
        "DR  | inline: [{address: 192.0.2.12}]",
        "DR  | selector: {matchLabels: {app: x}}",
        "{method: TUN, tunnel: {type: gue, port: 6080}} | nodeSelector: {}",
        "TUN | selector: {matchLabels: {app: x}}",
      })
  void noNodeBecomesARealServerUnasked(String method, String servers) {
    world
        .with(
            "AddressPool",
            "of-b",
            "{spec: {realServers: {nodeSelector: {matchLabels: {web: 'true'}}}}}")
        .with(
            "RealServer",
            "n",
            "{metadata: {namespace: b, labels: {app: x}}, spec: {nodeName: control}}")
        .with(
            "RealServer", "m", "{metadata: {namespace: b, labels: {app: x}}, spec: {nodeName: w1}}")
        .with("VirtualService", "x", service("b", "addresses: [198.51.100.17]", method, servers));

    Compilation compilation = compile();

    assertThat(compilation.plans())
        .filteredOn(plan -> !plan.realServer().holdsNothing())
        .allMatch(plan -> plan.nodeName().equals("w1"));
    assertThat(destinations(compilation)).noneMatch(one -> one.contains("192.0.2.12"));
    assertThat(said("x")).contains("but AddressPool of-b makes Node control no real server of");
  }

  @Test
  @Row("server-node-granted")
  void aNodeThatIsOpenedNoMoreHidesNothing() {
    world
        .with(
            "AddressPool",
            "of-b",
            "{spec: {realServers: {nodeSelector: {matchLabels: {web: 'true'}}}}}")
        .with(
            "VirtualService",
            "x",
            service("b", "addresses: [198.51.100.17]", "DR", "nodeSelector: {}"));
    assertThat(compile().plans()).anyMatch(plan -> !plan.realServer().holdsNothing());

    world.with("Node", "w1", "{metadata: {labels: {web: null}}}");

    assertThat(compile().plans()).noneMatch(plan -> !plan.realServer().holdsNothing());
  }

  @ParameterizedTest
  @Row("server-node-granted")
  @ValueSource(ints = {22, 53, 1023, 4789, 6081, 8472, 51820})
  void noTunnelTakesAPortThatOthersAreKnownToUse(int port) {
    world.with(
        "VirtualService",
        "x",
        service(
            "b",
            "addresses: [198.51.100.17]",
            "{method: TUN, tunnel: {type: gue, port: %d}}".formatted(port),
            A));

    assertThat(entries(compile())).noneMatch(entry -> entry.contains("b/x"));
    assertThat(said("x")).contains("spec.forwarding.tunnel.port: InvalidForwarding");
  }

  @Test
  @Row({"server-is-vip", "server-control-port"})
  void aVipOfAnotherServiceIsNoRealServer() {
    world
        .with("AddressPool", "of-b", "{spec: {realServers: {networks: [0.0.0.0/0]}}}")
        .with("RealServer", "v", "{metadata: {namespace: b}, spec: {address: 198.51.100.1}}")
        .with(
            "VirtualService",
            "outer",
            service("b", "addresses: [198.51.100.17]", "NAT", "names: [v]\n    " + A));
    Compilation compilation = compile();

    assertThat(destinations(compilation))
        .contains("b/outer 203.0.113.11:80", "a/web 203.0.113.11:80")
        .doesNotContain("b/outer 198.51.100.1:80");
    assertThat(said("outer"))
        .contains(
            "has address 198.51.100.1, which is a VIP of a VirtualService of another namespace")
        .doesNotContain("a/web");
  }

  @Test
  @Row("server-is-vip")
  void aVipThatComesLaterIsHeldAndTheRealServerThereIsTold() {
    world.with(
        "VirtualService",
        "outer",
        service("b", "addresses: [198.51.100.17]", "NAT", "inline: [{address: 198.51.100.2}]"));
    assertThat(destinations(compile())).contains("b/outer 198.51.100.2:80");

    world.with("VirtualService", "late", service("a", "addresses: [198.51.100.2]", "NAT", A));

    assertThat(destinations(compile()))
        .contains("a/late 203.0.113.11:80")
        .doesNotContain("b/outer 198.51.100.2:80");
    assertThat(said("outer")).contains("which is a VIP of");
    assertThat(said("late")).isEmpty();
  }

  @Test
  void eachThingThatIsTakenHasToBeGrantedWithItsNetworks() {
    world
        .with("AddressPool", "of-b", "{spec: {realServers: {networks: [203.0.113.0/24]}}}")
        .with(
            "AddressPool",
            "marks",
            "{spec: {firewallMarks: ['17'], namespaces: %s, realServers: {networks: [10.0.0.0/8]}}}"
                .formatted(OF_B))
        .with(
            "VirtualService",
            "x",
            service("b", "addresses: [198.51.100.17]\n  firewallMark: 17", "NAT", A))
        .with("VirtualService", "y", service("b", "firewallMark: 17", "NAT", A));

    assertThat(destinations(compile())).noneMatch(one -> one.contains("b/"));
    assertThat(said("x")).contains("AddressPool marks lets no traffic there");
  }

  private Compilation compile() {
    Compilation compilation = Compiler.compile(Resolver.resolve(world.input()), inForce);
    inForce = compilation.plans();
    last = compilation;
    return compilation;
  }

  /** Everything that is said of a resource. */
  private String said(String name) {
    return last.problems().stream()
        .filter(problem -> problem.resource().name().equals(name))
        .map(problem -> problem + "\n")
        .reduce("", String::concat);
  }

  private static List<String> entries(Compilation compilation) {
    return services(compilation)
        .map(
            service ->
                service.key().traffic().title()
                    + service.source().toString().replace("VirtualService", "")
                    + service.destinations().stream()
                        .map(one -> " " + text(one))
                        .reduce("", String::concat))
        .toList();
  }

  private static List<String> destinations(Compilation compilation) {
    return services(compilation)
        .flatMap(
            service ->
                service.destinations().stream()
                    .map(
                        one ->
                            service.source().toString().replace("VirtualService ", "")
                                + " "
                                + text(one)))
        .toList();
  }

  private static Stream<PlannedService> services(Compilation compilation) {
    return compilation.plans().stream().flatMap(plan -> plan.director().services().stream());
  }

  private static String text(PlannedDestination destination) {
    return destination.address() + ":" + destination.port();
  }

  private static String node(String address, String labels) {
    return """
    metadata: {labels: %s}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(labels, address);
  }

  private static String pool(String range, String namespaces, String more) {
    return "{spec: {addresses: [%s], namespaces: %s%s}}".formatted(range, namespaces, more);
  }

  private static String older(String yaml) {
    return yaml.replace("metadata: {", "metadata: {creationTimestamp: '2020-01-01T00:00:00Z', ");
  }

  /** A service of port 80, unless it says its ports or a mark. */
  private static String service(String namespace, String takes, String method, String servers) {
    String ports = takes.contains("ports:") || takes.contains("Mark:") ? "" : "ports: [{port: 80}]";
    return """
    metadata: {namespace: %s}
    spec:
      %s
      %s
      forwarding: %s
      realServers:
        %s
    """
        .formatted(
            namespace,
            takes,
            ports,
            method.startsWith("{") ? method : "{method: " + method + "}",
            servers);
  }
}
