package dev.lvs.compile;

import static dev.lvs.compile.Tenants.A;
import static dev.lvs.compile.Tenants.OF_B;
import static dev.lvs.compile.Tenants.destinations;
import static dev.lvs.compile.Tenants.entries;
import static dev.lvs.compile.Tenants.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.allocate.Marks;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others keep although a VirtualService asks for it that turns out to be refused later. */
class RefusedNewcomerTest {
  private final Tenants tenants =
      new Tenants()
          .with("DirectorGroup", "other", "{spec: {nodeSelector: {matchLabels: {web: 'true'}}}}")
          .with(
              "AddressPool",
              "of-b",
              "{spec: {addresses: [198.51.100.16/28, 203.0.113.0/28], namespaces: %s}}"
                  .formatted(OF_B));

  @ParameterizedTest
  @Row({"mark-kept", "server-control-port"})
  @CsvSource(
      delimiter = '|',
      value = {
        "[203.0.113.11]                | names: [nobody]",
        "[203.0.113.11]                | inline: [{address: '2001:db8::99'}]",
        "[203.0.113.11, 198.51.100.17] | inline: [{address: 203.0.113.99}]"
      })
  void itsVipStaysARealServerOfOthers(String vips, String servers) {
    tenants.with("VirtualService", "first", service("b", "addresses: [198.51.100.17]", "NAT", A));
    List<String> before = destinations(tenants.compile());
    assertThat(before).contains("a/web 203.0.113.11:80");

    tenants.with("VirtualService", "late", service("b", "addresses: " + vips, "NAT", servers));

    assertThat(destinations(tenants.compile())).isEqualTo(before);
    assertThat(destinations(tenants.compile())).isEqualTo(before);
    assertThat(tenants.said("late")).contains("VirtualService b/late");
    assertThat(tenants.said("web")).isEmpty();
  }

  /** Be the address given as a VIP to both, or to the one as a place of real servers. */
  @ParameterizedTest
  @Row({"mark-kept", "server-network-granted"})
  @CsvSource(
      delimiter = '|',
      value = {
        "of-a   | realServers: {networks: [203.0.113.8/29]} | NAT  | 203.0.113.11",
        "of-a   | realServers: {networks: [203.0.113.0/28]} | NAT  | 203.0.113.12",
        "shared | addresses: [203.0.113.11-203.0.113.12]    | DR   | 203.0.113.11",
        "shared | addresses: [203.0.113.11-203.0.113.12]    | NAT  | 203.0.113.12"
      })
  void aRealServerInForceStaysWhereAnAdminGaveItsPlace(
      String pool, String grant, String method, String vip) {
    tenants
        .with("AddressPool", pool, "{spec: {" + grant + "}}")
        .with(
            "VirtualService", "web", "{spec: {sorryServer: {address: 203.0.113.12, method: NAT}}}");
    List<String> before = destinations(tenants.compile());
    assertThat(before).contains("a/web 203.0.113.11:80");

    tenants.with(
        "VirtualService",
        "late",
        service("b", "addresses: [" + vip + "]", method, "inline: [{address: 203.0.113.99}]"));

    for (int round = 0; round < 2; round++) {
      assertThat(destinations(tenants.compile())).isEqualTo(before);
      assertThat(tenants.said("late"))
          .contains("VipInUse", "a real server of a VirtualService of another namespace")
          .doesNotContain("a/web");
      assertThat(tenants.said("web")).isEmpty();
    }

    tenants
        .with("VirtualService", "web", "{spec: {sorryServer: null}}")
        .with(
            "VirtualService", "web", "{spec: {realServers: {inline: [{address: 203.0.113.13}]}}}");
    assertThat(destinations(tenants.compile()))
        .contains("a/web 203.0.113.13:80", "b/late 203.0.113.99:80");
  }

  /** Or a tenant whose real servers may stand anywhere could keep all VIPs from the others. */
  @ParameterizedTest
  @Row({"mark-kept", "server-is-vip"})
  @ValueSource(strings = {"[0.0.0.0/0]", "[198.51.100.0/24]", "[]"})
  void aWideNetworkKeepsNoVipFromThoseWhoHaveItMoreNarrowly(String networks) {
    tenants
        .with("AddressPool", "of-b", "{spec: {realServers: {networks: " + networks + "}}}")
        .with(
            "VirtualService",
            "squat",
            service("b", "addresses: [203.0.113.1]", "NAT", "inline: [{address: 198.51.100.2}]"));
    assertThat(destinations(tenants.compile())).contains("b/squat 198.51.100.2:80");

    tenants.with("VirtualService", "late", service("a", "addresses: [198.51.100.2]", "NAT", A));

    assertThat(destinations(tenants.compile()))
        .contains("a/late 203.0.113.11:80")
        .doesNotContain("b/squat 198.51.100.2:80");
    assertThat(tenants.said("late")).isEmpty();
    assertThat(tenants.said("squat")).contains("which is a VIP of");
  }

  /** Its VIP is at a real server of another, which it would end. */
  @Test
  @Row("mark-kept")
  void itIsNotServedWithoutTheLocalAddressesThatItWaitsFor() {
    String fullNat = "{method: FULLNAT, localAddresses: {addressPool: lips}}";
    tenants
        .with("AddressPool", "lips", "{spec: {addresses: [192.0.2.64], use: LocalAddress}}")
        .with("VirtualService", "web", service("a", "addresses: [198.51.100.1]", fullNat, A));
    List<String> before = destinations(tenants.compile());
    assertThat(before).contains("a/web 203.0.113.11:80");

    tenants.with(
        "VirtualService",
        "late",
        service(
            "b",
            "addresses: [203.0.113.11]\n  directorGroup: other",
            fullNat,
            "inline: [{address: 203.0.113.99}]"));

    for (int round = 0; round < 2; round++) {
      assertThat(destinations(tenants.compile())).isEqualTo(before);
      assertThat(tenants.said("late")).contains("TooFewLocalAddresses");
      assertThat(tenants.said("web")).isEmpty();
    }
  }

  @ParameterizedTest
  @Row({"mark-kept", "local-address-kept"})
  @ValueSource(strings = {"names: [nobody]", "inline: [{address: '2001:db8::99'}]"})
  void noDirectorGivesItALocalAddress(String servers) {
    String fullNat = "{method: FULLNAT, localAddresses: {addressPool: lips}}";
    tenants
        .with("AddressPool", "lips", "{spec: {addresses: [192.0.2.64/29], use: LocalAddress}}")
        .with("VirtualService", "web", service("a", "addresses: [198.51.100.1]", fullNat, A));
    List<IpAddress> before = localAddresses(tenants.compile());
    assertThat(before).hasSize(8);

    tenants.with(
        "VirtualService",
        "late",
        service("b", "addresses: [198.51.100.17]\n  directorGroup: other", fullNat, servers));

    assertThat(localAddresses(tenants.compile())).isEqualTo(before);
    assertThat(tenants.said("late")).doesNotContain("TooFewLocalAddresses");
  }

  @Test
  @Row("mark-kept")
  void itsMarkIsLeftToTheNext() {
    tenants.with("AddressPool", "open", "{spec: {addresses: [10.9.0.0/16]}}");
    for (int i = 0; i <= Marks.COUNT; i++) {
      String vip = "10.9.%d.%d".formatted(i % 8, i / 8);
      tenants.with(
          "VirtualService",
          "late-" + i,
          service(
              "n" + i % 8,
              "addresses: [" + vip + "]\n  ports: [{port: 80, endPort: 81}]",
              "NAT",
              "names: [nobody]"));
    }
    tenants.with(
        "VirtualService",
        "right",
        service("z", "addresses: [10.9.9.9]\n  ports: [{port: 80, endPort: 81}]", "NAT", A));

    assertThat(entries(tenants.compile())).anyMatch(one -> one.contains("z/right 203.0.113.11"));
    assertThat(tenants.said("right")).isEmpty();
  }

  @Test
  @Row({"local-address-kept", "addresses-not-text"})
  void aLocalAddressIsNoRealServerByATranslatorEither() {
    tenants
        .with("AddressPool", "lips", "{spec: {addresses: [203.0.113.64/29], use: LocalAddress}}")
        .with("AddressPool", "of-b", "{spec: {addresses: ['2001:db8::/64']}}")
        .with(
            "VirtualService",
            "x",
            service(
                "b",
                "addresses: ['2001:db8::1']",
                "NAT",
                "inline: [{address: '64:ff9b::203.0.113.65'}]"));

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/x"));
    assertThat(tenants.said("x")).contains("AddressPool lips, whose addresses directors use");
  }

  /** A probe would carry what a tenant wants said, and tell what was answered. */
  @ParameterizedTest
  @Row({"server-control-port", "server-network-granted"})
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.12   | http: {path: /metrics}, port: 10250                      | 10248-10260",
        "192.0.2.12   | tcp: {}, port: 22                                        | 22",
        "203.0.113.50 | https: {path: /}, port: 6443, address: 192.0.2.12        | 6443",
        "203.0.113.50 | udp: {}, port: 8472, address: '64:ff9b::192.0.2.12'      | 8472",
        "203.0.113.50 | tcp: {}, port: 80, address: 100.100.100.200              | secrets",
        "203.0.113.50 | tcp: {}, address: 198.51.100.1                           | a VIP of",
        "203.0.113.50 | tcp: {}, port: 10250, address: 198.51.100.17             | its VIP",
        "203.0.113.50 | tcp: {}, port: 10250, address: 203.0.113.65              | AddressPool lips"
      })
  void noProbeAsksWhereNoRealServerMayBe(String server, String check, String why) {
    tenants.with(
        "AddressPool", "lips", "{spec: {addresses: [203.0.113.64/29], use: LocalAddress}}");
    tenants.with(
        "VirtualService",
        "x",
        service(
            "b",
            "addresses: [198.51.100.17]\n  healthCheck: {" + check + "}",
            "NAT",
            "inline: [{address: %s}]".formatted(server)));

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/x"));
    assertThat(tenants.said("x")).contains("RealServerNotGranted", "health check that asks", why);
  }

  @Test
  @Row("server-network-granted")
  void aProbeEndsWithTheNetworkThatItAsksAlsoInABrokenService() {
    tenants.with(
        "VirtualService",
        "x",
        service(
            "b",
            "addresses: [198.51.100.17]\n  healthCheck: {tcp: {}, address: 203.0.113.200, port: 1}",
            "NAT",
            A));
    assertThat(destinations(tenants.compile())).contains("b/x 203.0.113.11:80");
    tenants.with("VirtualService", "x", "{spec: {schedulerFlags: [mh-port]}}");
    assertThat(destinations(tenants.compile())).contains("b/x 203.0.113.11:80");

    tenants.with("AddressPool", "of-b", "{spec: {realServers: {networks: [203.0.113.11/32]}}}");

    assertThat(destinations(tenants.compile())).noneMatch(one -> one.contains("b/x"));
  }

  /** One mistake of an admin in one pool, which admits everybody, would open all nodes. */
  @Test
  @Row({"server-node-granted", "server-control-port", "right-withdrawn"})
  void aPoolThatCannotBeReadGivesNothingNewAndEndsNothing() {
    tenants
        .with("AddressPool", "more", "{spec: {addresses: [198.51.100.20], realServers: {}}}")
        .with(
            "AddressPool",
            "more",
            "{spec: {realServers: {networks: [203.0.113.77], nodePorts: ['22']}}}")
        .with("AddressPool", "of-b", "{spec: {realServers: {networks: [203.0.113.11]}}}")
        .with(
            "VirtualService",
            "old",
            service("b", "addresses: [198.51.100.20]", "NAT", "inline: [{address: 203.0.113.77}]"));
    assertThat(destinations(tenants.compile())).contains("b/old 203.0.113.77:80");

    tenants
        .with(
            "AddressPool",
            "more",
            "{spec: {realServers: {nodeSelector: {matchExpressions: [{key: web, operator: Is}]}}}}")
        .with(
            "VirtualService",
            "new",
            service("b", "addresses: [198.51.100.18]", "DR", "nodeSelector: {}"))
        .with(
            "VirtualService",
            "port",
            service(
                "b",
                "addresses: [198.51.100.19]\n  ports: [{port: 10250}]",
                "NAT",
                "inline: [{address: 192.0.2.12}, {address: 203.0.113.78}]"));

    for (int round = 0; round < 2; round++) {
      assertThat(destinations(tenants.compile()))
          .containsExactlyInAnyOrder("a/web 203.0.113.11:80", "b/old 203.0.113.77:80");
    }
    assertThat(tenants.said("new") + tenants.said("port")).contains("RealServerNotGranted");
  }

  private static List<IpAddress> localAddresses(Compilation compilation) {
    return compilation.plans().stream()
        .map(NodePlanSpec::director)
        .flatMap(director -> director.services().stream())
        .flatMap(service -> service.localAddresses().stream())
        .toList();
  }
}
