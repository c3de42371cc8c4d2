package dev.lvs.compile;

import static dev.lvs.compile.Tenants.A;
import static dev.lvs.compile.Tenants.OF_B;
import static dev.lvs.compile.Tenants.destinations;
import static dev.lvs.compile.Tenants.entries;
import static dev.lvs.compile.Tenants.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers that a namespace may name: granted networks, ports of nodes, nodes, no VIPs. */
class RealServerGrantsTest {
  private final Tenants tenants = new Tenants();

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
      tenants.with(
          "AddressPool", "of-b", "{spec: {realServers: {networks: ['%s']}}}".formatted(networks));
    }
    tenants
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

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/"));
    assertThat(tenants.said("inline")).contains(why);
    assertThat(tenants.said("named") + tenants.said("by-name")).contains(why);
  }

  @Test
  @Row("server-network-granted")
  void aNetworkThatIsGrantedNoMoreEndsAtOnceAlsoInABrokenService() {
    tenants.with("VirtualService", "x", service("b", "addresses: [198.51.100.17]", "NAT", A));
    assertThat(destinations(tenants.compile())).contains("b/x 203.0.113.11:80");

    tenants
        .with("AddressPool", "of-b", "{spec: {realServers: {networks: [10.0.0.0/8]}}}")
        .with("VirtualService", "x", "{spec: {schedulerFlags: [mh-port]}}");

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/x"));
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
    tenants
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

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/x"));
    assertThat(tenants.said("x"))
        .contains("RealServerNotGranted")
        .contains("itself; use another port");
  }

  @Test
  @Row("server-control-port")
  void portsOfTheNodeByNameByLabelAndByItsOwnPortAreTheSame() {
    tenants
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

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/"));
  }

  @Test
  @Row("server-control-port")
  void anAdminCanOpenTheApiServersPort() {
    tenants
        .with("AddressPool", "of-b", "{spec: {realServers: {nodePorts: ['6443']}}}")
        .with(
            "VirtualService",
            "api",
            service(
                "b",
                "addresses: [198.51.100.17]\n  ports: [{port: 6443}]",
                "NAT",
                "inline: [{address: 192.0.2.12}]"));

    assertThat(destinations(tenants.compile())).contains("b/api 192.0.2.12:6443");
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
    tenants
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

    Compilation compilation = tenants.compile();

    assertThat(compilation.plans())
        .filteredOn(plan -> !plan.realServer().holdsNothing())
        .allMatch(plan -> plan.nodeName().equals("w1"));
    assertThat(destinations(compilation)).noneMatch(one -> one.contains("192.0.2.12"));
    assertThat(tenants.said("x"))
        .contains("but AddressPool of-b makes Node control no real server of");
  }

  @Test
  @Row("server-node-granted")
  void aNodeThatIsOpenedNoMoreHidesNothing() {
    tenants
        .with(
            "AddressPool",
            "of-b",
            "{spec: {realServers: {nodeSelector: {matchLabels: {web: 'true'}}}}}")
        .with(
            "VirtualService",
            "x",
            service("b", "addresses: [198.51.100.17]", "DR", "nodeSelector: {}"));
    assertThat(tenants.compile().plans()).anyMatch(plan -> !plan.realServer().holdsNothing());

    tenants.with("Node", "w1", "{metadata: {labels: {web: null}}}");

    assertThat(tenants.compile().plans()).noneMatch(plan -> !plan.realServer().holdsNothing());
  }

  @ParameterizedTest
  @Row("server-node-granted")
  @ValueSource(ints = {22, 53, 1023, 4789, 6081, 8472, 51820})
  void noTunnelTakesAPortThatOthersAreKnownToUse(int port) {
    tenants.with(
        "VirtualService",
        "x",
        service(
            "b",
            "addresses: [198.51.100.17]",
            "{method: TUN, tunnel: {type: gue, port: %d}}".formatted(port),
            A));

    assertThat(entries(tenants.compile())).noneMatch(entry -> entry.contains("b/x"));
    assertThat(tenants.said("x")).contains("spec.forwarding.tunnel.port: InvalidForwarding");
  }

  @Test
  @Row({"server-is-vip", "server-control-port"})
  void aVipOfAnotherServiceIsNoRealServer() {
    tenants
        .with("AddressPool", "of-b", "{spec: {realServers: {networks: [0.0.0.0/0]}}}")
        .with("RealServer", "v", "{metadata: {namespace: b}, spec: {address: 198.51.100.1}}")
        .with(
            "VirtualService",
            "outer",
            service("b", "addresses: [198.51.100.17]", "NAT", "names: [v]\n    " + A));
    Compilation compilation = tenants.compile();

    assertThat(destinations(compilation))
        .contains("b/outer 203.0.113.11:80", "a/web 203.0.113.11:80")
        .doesNotContain("b/outer 198.51.100.1:80");
    assertThat(tenants.said("outer"))
        .contains(
            "has address 198.51.100.1, which is a VIP of a VirtualService of another namespace")
        .doesNotContain("a/web");
  }

  @Test
  @Row("server-is-vip")
  void aVipThatComesLaterIsHeldAndTheRealServerThereIsTold() {
    tenants.with(
        "VirtualService",
        "outer",
        service("b", "addresses: [198.51.100.17]", "NAT", "inline: [{address: 198.51.100.2}]"));
    assertThat(destinations(tenants.compile())).contains("b/outer 198.51.100.2:80");

    tenants.with("VirtualService", "late", service("a", "addresses: [198.51.100.2]", "NAT", A));

    assertThat(destinations(tenants.compile()))
        .contains("a/late 203.0.113.11:80")
        .doesNotContain("b/outer 198.51.100.2:80");
    assertThat(tenants.said("outer")).contains("which is a VIP of");
    assertThat(tenants.said("late")).isEmpty();
  }

  @Test
  void eachThingThatIsTakenHasToBeGrantedWithItsNetworks() {
    tenants
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

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/"));
    assertThat(tenants.said("x")).contains("AddressPool marks lets no traffic there");
  }
}
