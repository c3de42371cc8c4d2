package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NamespaceUse;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.Compilation.PoolFacts;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Namespace b in search of what belongs to a, to the nodes or to nobody, by odd spellings. */
class IntruderTest {
  private static final String OF_A = "{matchLabels: {kubernetes.io/metadata.name: a}}";
  private static final String OF_B = "{matchLabels: {kubernetes.io/metadata.name: b}}";
  private static final String GROUP =
      "{spec: {nodeSelector: {matchLabels: {lvs.dev/director: 'true'}}}}";
  private static final String FIRST = "inline: [{address: 203.0.113.11}]";

  private final World world =
      new World()
          .with("DirectorGroup", "default", GROUP)
          .with("Node", "d1", node("192.0.2.1", "{lvs.dev/director: 'true'}"))
          .with("Node", "control", node("192.0.2.12", "{}"))
          .with("AddressPool", "of-a", pool("198.51.100.0/28, '2001:db8::/124'", OF_A))
          .with("AddressPool", "of-b", pool("198.51.100.16/28, '2001:db8::10/124'", OF_B))
          .with("VirtualService", "web", service("a", "[198.51.100.1, '2001:db8::1']", "80", FIRST))
          .with("VirtualService", "passive", service("a", "[198.51.100.3]", "0", FIRST));

  private List<NodePlanSpec> inForce = List.of();
  private Compilation last = compile();

  /** Each is a VIP of a, or nobody's. */
  @ParameterizedTest
  @Row({"addresses-not-text", "newcomer-admitted"})
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.1",
        "198.51.100.001",
        "0198.51.100.1",
        "0xc6.51.100.1",
        "198.51.25601",
        "3325256705",
        "198.51.100.1/32",
        "198.51.100.1%eth0",
        "::ffff:198.51.100.1",
        "::FFFF:c633:6401",
        "::198.51.100.1",
        "0:0:0:0:0:ffff:198.51.100.1",
        "2001:DB8::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        "2001:db8:0::0:1",
        "2001:db8::0.0.0.1",
        "2001:db8::1%lo",
        "[2001:db8::1]",
        "64:ff9b::198.51.100.1",
        "2002:c633:6401::1",
        "' 198.51.100.1'",
        "198.51.100.1\\n",
        "0.0.0.0",
        "255.255.255.255",
        "198.51.100.14"
      })
  void noSpellingOfAnAddressTakesIt(String address) {
    world.with(
        "VirtualService",
        "thief",
        service("b", "[\"" + address.replace("'", "") + "\"]", "80", FIRST));

    assertStandsAlone();
  }

  /** Where the API server, kubelet, etcd, a metadata service or a VIP of a listens. */
  @ParameterizedTest
  @Row({"server-control-port", "server-network-granted", "addresses-not-text"})
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.12           | 10250",
        "192.0.2.1            | 6443",
        "64:ff9b::192.0.2.12  | 10250",
        "64:ff9b::c000:20c    | 10250",
        "0064:ff9b:0:0:0:0:c000:20c | 10250",
        "2002:c000:20c::1     | 10250",
        "2002:a9fe:a9fe::1    | 80",
        "64:ff9b::a9fe:a9fe   | 80",
        "169.254.0.1          | 80",
        "127.0.0.1            | 80",
        "::1                  | 80",
        "::ffff:127.0.0.1     | 80",
        "::ffff:169.254.169.254 | 80",
        "fd00:ec2::254        | 80",
        "FD00:0EC2:0:0::0254  | 80",
        "64:ff9b::7f00:1      | 80",
        "64:ff9b::e000:1      | 80",
        "2001:db8::1          | 80",
        "2001:db8:0:0::0001   | 80",
        "64:ff9b::198.51.100.1 | 80",
        "2002:c633:6401::     | 80",
        "ff02::1              | 80",
        "fe80::1              | 80",
        "64:ff9b::            | 80",
        "64:ff9b:1::192.0.2.12 | 10250",
        "64:ff9b:1:2::a9fe:a9fe | 80"
      })
  void noSpellingOfARealServerReachesIt(String address, int port) {
    String vip = address.contains(":") ? "['2001:db8::11']" : "[198.51.100.17]";
    world.with(
        "VirtualService", "thief", service("b", vip, Integer.toString(port), inline(address)));

    compile();

    assertThat(entries()).contains("TCP 198.51.100.1:80 a/web 203.0.113.11");
    assertThat(entries().stream().filter(entry -> entry.contains("b/thief")).toList())
        .noneMatch(entry -> entry.split(" ").length > 3);
  }

  /** Ports of a's PCC service, or of its own VIPs by ranges that touch reserved things. */
  @ParameterizedTest
  @Row({"port-zero-tenant", "vip-one-group"})
  @CsvSource(
      delimiter = '|',
      value = {
        "{port: 443}",
        "{port: 1, endPort: 65535}",
        "{port: 0}",
        "{port: 65535}",
        "{port: 80, endPort: 80, protocol: TCP}"
      })
  void noPortOfAnothersPccServiceIsTaken(String port) {
    world
        .with("AddressPool", "shared", pool("198.51.100.3", "{}"))
        .with(
            "VirtualService",
            "thief",
            service("b", "[198.51.100.3]", port, FIRST)
                .replace("ports: [{port: " + port + "}]", "ports: [" + port + "]"));

    assertStandsAlone();
  }

  /** Whichever of two overlapping pools goes, and in whatever order. */
  @ParameterizedTest
  @Row({"right-withdrawn", "newcomer-admitted"})
  @CsvSource({"wide, narrow", "narrow, wide"})
  void whatOneOfTwoPoolsGrantsStaysWhileEitherStands(String first, String second) {
    world
        .without("AddressPool", "of-b")
        .with("AddressPool", "wide", pool("198.51.100.16/28", OF_B))
        .with("AddressPool", "narrow", pool("198.51.100.17-198.51.100.17", OF_B))
        .with("VirtualService", "own", service("b", "[198.51.100.17]", "80", FIRST));
    compile();
    assertThat(entries()).contains("TCP 198.51.100.17:80 b/own 203.0.113.11");

    world.without("AddressPool", first);
    compile();
    assertThat(entries()).contains("TCP 198.51.100.17:80 b/own 203.0.113.11");

    world.without("AddressPool", second);
    compile();
    assertThat(entries()).noneMatch(entry -> entry.contains("b/own"));
  }

  @Test
  @Row("right-withdrawn")
  void aMistakeInItDoesNotSaveAServiceWhoseRightIsGone() {
    world.with("VirtualService", "own", service("b", "[198.51.100.17]", "80", FIRST));
    compile();
    world.with("VirtualService", "own", "{spec: {addresses: ['198.51.100.17.']}}");
    compile();
    assertThat(entries()).as("the last good one").anyMatch(entry -> entry.contains("b/own"));

    world.with("AddressPool", "of-b", "{spec: {namespaces: " + OF_A + "}}");
    compile();

    assertThat(entries()).noneMatch(entry -> entry.contains("b/own"));
    assertThat(last.withdrawals().toString()).contains("b/own");
  }

  /** A selector that no label can match, or that is wrong, admits nobody new. */
  @ParameterizedTest
  @Row("newcomer-admitted")
  @CsvSource(
      delimiter = '|',
      value = {
        "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: []}]}",
        "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [b]}]}",
        "{matchExpressions: [{key: nobody, operator: Exists}]}",
        "{matchLabels: {kubernetes.io/metadata.name: ''}}",
        "{matchLabels: {'': b}}",
        "{matchExpressions: [{key: kubernetes.io/metadata.name, operator: is, values: [b]}]}"
      })
  void anOddSelectorAdmitsNobody(String selector) {
    world
        .without("AddressPool", "of-b")
        .with("AddressPool", "odd", pool("198.51.100.16/28", selector))
        .with("VirtualService", "thief", service("b", "[198.51.100.17]", "80", FIRST));

    assertStandsAlone();
  }

  /** Named twice, by selector and inline, a real server is one destination. */
  @Test
  @Row("resource-bounded")
  void whatIsNamedTwiceStandsOnce() {
    world.with(
        "VirtualService",
        "own",
        service(
            "b",
            "[198.51.100.17]",
            "80",
            "inline: [{address: 203.0.113.11}, {address: 203.0.113.11, weight: 9},"
                + " {address: '::ffff:203.0.113.11'}]"));
    compile();

    assertThat(entries().stream().filter(entry -> entry.contains("b/own")).toList())
        .allMatch(entry -> entry.chars().filter(c -> c == ' ').count() <= 3);
  }

  @Test
  @Row("namespace-quota")
  void poolsSayWhatNamespacesTake() {
    world
        .with(
            "AddressPool", "of-b", "{spec: {firewallMarks: ['17-19'], limits: {destinations: 4}}}")
        .with("VirtualService", "own", service("b", "[198.51.100.17]", "80", servers(3)))
        .with(
            "VirtualService",
            "marked",
            service("b", "", "", FIRST)
                .replace("addresses: ", "firewallMark: 18")
                .replace("ports: [{port: }]", ""));
    compile();

    assertThat(pool("of-b").namespaces()).containsExactly(new NamespaceUse("b", 4L, null));
    assertThat(pool("of-b").marks())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.mark()).isEqualTo(18);
              assertThat(it.owner()).isEqualTo("VirtualService b/marked");
            });
    assertThat(pool("of-a").namespaces()).containsExactly(new NamespaceUse("a", 3L, null));
    assertThat(pool("of-a").marks()).isEmpty();

    // exactly at its limit, b gets no more, and keeps what it has
    world.with("VirtualService", "thief", service("b", "[198.51.100.18]", "80", FIRST));
    compile();
    assertThat(entries()).noneMatch(entry -> entry.contains("b/thief"));
    assertThat(entries()).anyMatch(entry -> entry.contains("b/own"));
  }

  private PoolFacts pool(String name) {
    return last.pools().stream()
        .filter(it -> it.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void assertStandsAlone() {
    List<String> before = entries();

    compile();

    assertThat(entries()).isEqualTo(before).noneMatch(entry -> entry.contains("b/thief"));
  }

  private Compilation compile() {
    Compilation compilation = Compiler.compile(Resolver.resolve(world.input()), inForce);
    inForce = compilation.plans();
    last = compilation;
    return compilation;
  }

  private List<String> entries() {
    return last.plans().stream()
        .flatMap(plan -> plan.director().services().stream())
        .map(IntruderTest::text)
        .toList();
  }

  private static String text(PlannedService service) {
    return service.key()
        + " "
        + service.source().toString().replace("VirtualService ", "")
        + service.destinations().stream()
            .map(one -> " " + one.address())
            .collect(Collectors.joining());
  }

  private static String servers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{address: 203.0.113.%d}".formatted(20 + i))
        .collect(Collectors.joining(", ", "inline: [", "]"));
  }

  private static String inline(String address) {
    return "inline: [{address: \"%s\"}]".formatted(address);
  }

  private static String node(String address, String labels) {
    return """
    metadata: {labels: %s}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(labels, address);
  }

  private static String pool(String ranges, String namespaces) {
    return "{spec: {addresses: [%s], namespaces: %s}}".formatted(ranges, namespaces);
  }

  private static String service(String namespace, String addresses, String port, String servers) {
    String persistence = port.equals("0") ? "persistence: {mode: PCC}" : "";
    return """
    metadata: {namespace: %s}
    spec:
      addresses: %s
      ports: [{port: %s}]
      %s
      forwarding: {method: NAT}
      realServers:
        %s
    """
        .formatted(namespace, addresses, port, persistence, servers);
  }
}
