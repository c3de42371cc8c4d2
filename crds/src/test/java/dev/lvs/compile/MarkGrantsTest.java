package dev.lvs.compile;

import static dev.lvs.compile.Tenants.A;
import static dev.lvs.compile.Tenants.entries;
import static dev.lvs.compile.Tenants.older;
import static dev.lvs.compile.Tenants.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Firewall marks: granted by AddressPools, reserved, kept while in force, and limited in number.
 */
class MarkGrantsTest {
  private static final String MARKED = "addresses: [198.51.100.40]\n  firewallMark: %d";

  private static final String OWN =
      "addresses: [198.51.100.40]\n  ports: [{port: 80, protocol: UDP}]";

  private final Tenants tenants = new Tenants();

  @Test
  @Row("mark-granted")
  void nobodyHasAMarkThatNoPoolGrants() {
    tenants.with("VirtualService", "thief", service("b", "firewallMark: 19", "NAT", A));

    assertThat(entries(tenants.compile())).noneMatch(entry -> entry.contains("thief"));
    assertThat(tenants.said("thief"))
        .contains("FirewallMarkNotGranted: Firewall mark 19 is granted by no");
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
    tenants
        .with("AddressPool", "of-b", "{spec: {firewallMarks: ['1-4294967295']}}")
        .with("VirtualService", "thief", service("b", "firewallMark: " + mark, "NAT", A));

    assertThat(entries(tenants.compile())).noneMatch(entry -> entry.contains("thief"));
    assertThat(tenants.said("thief")).contains("InvalidMark: Firewall mark " + mark);
  }

  @Test
  @Row("mark-granted")
  void aMarkIsHadAsLongAsItIsGranted() {
    tenants
        .with("AddressPool", "of-b", "{spec: {firewallMarks: ['17']}}")
        .with("VirtualService", "marked", service("b", "firewallMark: 17", "NAT", A));
    assertThat(entries(tenants.compile())).contains("firewall mark 17 b/marked 203.0.113.11:0");

    tenants
        .with("AddressPool", "of-b", "{spec: {firewallMarks: null}}")
        .with("AddressPool", "of-a", "{spec: {firewallMarks: ['17']}}");
    Compilation compilation = tenants.compile();

    assertThat(entries(compilation)).noneMatch(entry -> entry.contains("marked"));
    assertThat(tenants.said("marked")).contains("which does not admit namespace b");
    assertThat(compilation.withdrawals().toString())
        .contains("no AddressPool that admits namespace b grants firewall mark 17");
  }

  @Test
  @Row("mark-kept")
  void aGrantedMarkInForceIsTakenByNobody() {
    tenants
        .with("AddressPool", "of-a", "{spec: {firewallMarks: ['1-99']}}")
        .with("AddressPool", "of-b", "{spec: {firewallMarks: ['1-99']}}")
        .with("VirtualService", "z", service("a", "firewallMark: 17", "NAT", A));
    tenants.compile();

    tenants.with("VirtualService", "early", older(service("b", "firewallMark: 17", "NAT", A)));
    Compilation compilation = tenants.compile();

    assertThat(entries(compilation)).contains("firewall mark 17 a/z 203.0.113.11:0");
    assertThat(tenants.said("early"))
        .contains("FirewallMarkInUse")
        .doesNotContain("a/z")
        .contains("another namespace");
  }

  /** The director would give them the mark of the ports. */
  @ParameterizedTest
  @Row("mark-kept")
  @ValueSource(
      strings = {
        "ports: [{port: 1, endPort: 65535}]",
        "ports: [{port: 80}]",
        "persistence: {mode: PFMC}"
      })
  void packetsWithAMarkToAVipAreTakenByNoPortsOfAnotherNamespace(String ports) {
    tenants
        .with("AddressPool", "shared", "{spec: {addresses: [198.51.100.40]}}")
        .with("AddressPool", "of-a", "{spec: {firewallMarks: ['17-18']}}")
        .with("VirtualService", "m", service("a", MARKED.formatted(17), "NAT", A));
    tenants.compile();

    String ofPorts = "addresses: [198.51.100.40]\n  " + ports;
    tenants
        .with("VirtualService", "own", service("a", OWN, "NAT", A))
        .with("VirtualService", "second", service("a", MARKED.formatted(18), "NAT", A))
        .with("VirtualService", "thief", older(service("b", ofPorts, "NAT", A)));
    Compilation compilation = tenants.compile();

    assertThat(entries(compilation))
        .contains("firewall mark 17 a/m 203.0.113.11:0", "firewall mark 18 a/second 203.0.113.11:0")
        .anyMatch(entry -> entry.contains("a/own"))
        .noneMatch(entry -> entry.contains("b/thief"));
    assertThat(tenants.said("thief"))
        .contains("VipInUse: 198.51.100.40 belongs to a VirtualService of another namespace by a")
        .contains("use another VIP");
  }

  @Test
  @Row("mark-kept")
  void aMarkToAVipTakesNoPacketsToPortsOfAnotherNamespace() {
    tenants
        .with("AddressPool", "shared", "{spec: {addresses: [198.51.100.40]}}")
        .with("AddressPool", "of-b", "{spec: {firewallMarks: ['17']}}")
        .with(
            "VirtualService",
            "web",
            service("a", "addresses: [198.51.100.40]\n  ports: [{port: 80}]", "NAT", A));
    tenants.compile();

    tenants.with("VirtualService", "m", older(service("b", MARKED.formatted(17), "NAT", A)));

    assertThat(entries(tenants.compile())).noneMatch(entry -> entry.contains("b/m"));
    assertThat(tenants.said("m")).contains("VipInUse: A port of 198.51.100.40 belongs to");
  }

  @Test
  @Row("mark-kept")
  void whatIsRefusedTakesNoMarkFromTheOperator() {
    for (int i = 0; i < 300; i++) {
      tenants.with(
          "VirtualService",
          "junk-" + i,
          service("b", "addresses: [198.51.100.1]\n  persistence: {mode: PFMC}", "NAT", A));
    }
    tenants.with(
        "VirtualService",
        "ranges",
        service("a", "addresses: [198.51.100.2]\n  persistence: {mode: PFMC}", "NAT", A));

    assertThat(entries(tenants.compile())).anyMatch(entry -> entry.contains("a/ranges"));
    assertThat(tenants.said("ranges")).isEmpty();
  }

  @Test
  @Row("mark-kept")
  void noNamespaceHasAllTheMarks() {
    for (int i = 0; i < 300; i++) {
      tenants.with(
          "VirtualService",
          "many-" + i,
          service(
              "b",
              "addresses: [198.51.100.17]\n  ports: [{port: %d, endPort: %d}]"
                  .formatted(1000 + 2 * i, 1001 + 2 * i),
              "NAT",
              A));
    }
    tenants.with(
        "VirtualService",
        "ranges",
        service("a", "addresses: [198.51.100.2]\n  persistence: {mode: PFMC}", "NAT", A));
    Compilation compilation = tenants.compile();

    assertThat(entries(compilation)).anyMatch(entry -> entry.contains("a/ranges"));
    assertThat(entries(compilation)).filteredOn(entry -> entry.contains("many-")).hasSize(64);
    assertThat(compilation.problems().toString())
        .contains("Namespace b has as many firewall marks as it may (64)");
  }
}
