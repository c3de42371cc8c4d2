package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.FtpClient;
import dev.lvs.lab.traffic.FtpServer;
import dev.lvs.lab.traffic.SctpClient;
import dev.lvs.lab.traffic.SctpServer;
import dev.lvs.verdict.Row;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** FULL-NAT of every kind of service, each beside the same without rewritten sources. */
@Tag("kernel")
class FullNatKindsIT {
  private static final String PORTS =
      """
          - {name: http, port: 8080, targetPort: 80}
          - {name: dns, port: 53, protocol: UDP}
      """;
  private static final String OTHER =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: other, namespace: shop}
      spec:
        addresses: [10.1.210.58]
        ports: [{port: 443}]
        scheduler: rr
        forwarding: {method: FULLNAT}
        realServers: {selector: {matchLabels: {app: web}}}
      ---
      """;

  @AutoClose private final Scenario lab = new Scenario(Topology.direct(), "fullnat");

  @Test
  @Row("fullnat-client-rewritten")
  void everyPortOfAVip() {
    ports("    - {port: 0}\n    - {port: 0, name: udp, protocol: UDP}\n");

    var http = lab.client().get("10.1.210.58:80", 2);
    var https = lab.client().get("10.1.210.58:443", 2);
    assertThat(http.areComplete()).isTrue();
    assertThat(http.counts().keySet()).hasSize(1).isEqualTo(https.counts().keySet());
    assertThat(https.clientsSeen()).containsExactly("10.1.210.51");
    assertThat(lab.client().ask("10.1.210.58:53", 2).areComplete()).isTrue();

    lab.edit("virtual-service.yaml", "FULLNAT", "NAT");
    assertThat(lab.client().get("10.1.210.58:80", 1).areComplete()).isFalse();
  }

  @Test
  @Row("fullnat-client-rewritten")
  void everyPortButThoseOfAnotherService() {
    ports("    - {port: 0}\n");
    lab.edit("virtual-service.yaml", "apiVersion", OTHER + "apiVersion");
    assertThat(lab.client().get("10.1.210.58:443", 2)).hasToString("rs-52=1 rs-53=1");

    String rules = lab.director().run("nft", "list", "ruleset");

    assertThat(rules)
        .containsPattern("10[.]1[.]210[.]58 [.] tcp [.] 0-442\\b")
        .containsPattern("10[.]1[.]210[.]58 [.] tcp [.] 443\\b")
        .containsPattern("10[.]1[.]210[.]58 [.] tcp [.] 444-65535\\b");
  }

  @Test
  @Row({"fullnat-client-rewritten", "services-by-mark"})
  void packetsThatUsersMarkThemselves() {
    lab.agents()
        .manifests()
        .replace("cluster.yaml", "  namespaces:", "  firewallMarks: [\"17\"]\n  namespaces:");
    lab.edit("virtual-service.yaml", "  ports:\n" + PORTS, "  firewallMark: 17\n");
    lab.director()
        .run("nft", "add table ip own; add chain ip own in { type filter hook input priority 0; }");
    lab.director().run("nft", "add rule ip own in tcp dport 80 meta mark set 17");
    lab.director().run("nft", "add rule ip own in udp dport 53 meta mark set 17");

    var answers = lab.client().get("10.1.210.58:80", 2);
    assertThat(answers).hasToString("rs-52=1 rs-53=1");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.51");
    assertThat(lab.client().ask("10.1.210.58:53", 2)).hasToString("rs-52=1 rs-53=1");

    lab.edit("virtual-service.yaml", "FULLNAT", "NAT");
    assertThat(lab.client().get("10.1.210.58:80", 1).areComplete()).isFalse();
  }

  @Test
  @Row({"fullnat-client-rewritten", "guide-pfmc"})
  void portsThatBelongTogether() {
    lab.agents()
        .manifests()
        .replace("virtual-service.yaml", PORTS, "    - {port: 80}\n    - {port: 443}\n");
    lab.edit("virtual-service.yaml", "  scheduler", "  persistence: {mode: PFMC}\n  scheduler");

    var http = lab.client().get("10.1.210.58:80", 2);
    var https = lab.client().get("10.1.210.58:443", 2);
    assertThat(http.counts()).hasSize(1).isEqualTo(https.counts());
    assertThat(http.clientsSeen()).containsExactly("10.1.210.51");

    lab.edit("virtual-service.yaml", "FULLNAT", "NAT");
    assertThat(lab.client().get("10.1.210.58:80", 1).areComplete()).isFalse();
  }

  @Test
  @Row({"fullnat-client-rewritten", "services-sctp"})
  void associationsOfSctp() {
    lab.edit("virtual-service.yaml", PORTS, "    - {port: 3868, protocol: SCTP}\n");
    try (SctpServer _ = sctp("rs-52", "10.1.210.52");
        SctpServer _ = sctp("rs-53", "10.1.210.53")) {
      SctpClient client = new SctpClient(lab.host("client")::inside, "10.1.210.100");

      var answers = client.ask("10.1.210.58:3868", 4);
      assertThat(answers).hasToString("rs-52=2 rs-53=2");
      assertThat(answers.clientsSeen()).containsExactly("10.1.210.51");

      lab.edit("virtual-service.yaml", "FULLNAT", "NAT");
      assertThat(client.ask("10.1.210.58:3868", 1).areComplete()).isFalse();
    }
  }

  @Test
  @Row({"fullnat-client-rewritten", "ftp-helper"})
  void dataConnectionsOfFtp() throws IOException {
    var transfer = fetchByFtp(21);

    assertThat(transfer.place().getAddress().getHostAddress()).isEqualTo("10.1.210.58");
    assertThat(transfer.answer().toString()).contains("rs-5", "10.1.210.51");
  }

  @Test
  @Row({"fullnat-client-rewritten", "ftp-helper"})
  void noDataConnectionsOfFtpOnAPortThatTheHelperDoesNotRead() throws IOException {
    var transfer = fetchByFtp(2121);

    // past the director, which only a client of the same network can
    assertThat(transfer.place().getAddress().getHostAddress()).isIn("10.1.210.52", "10.1.210.53");
    assertThat(transfer.answer().toString()).doesNotContain("10.1.210.51");
  }

  private FtpClient.Transfer fetchByFtp(int port) throws IOException {
    lab.edit("virtual-service.yaml", PORTS, "    - {port: %d}\n".formatted(port));
    try (FtpServer _ = new FtpServer("rs-52", lab.host("rs-52")::inside, port);
        FtpServer _ = new FtpServer("rs-53", lab.host("rs-53")::inside, port)) {
      return new FtpClient(lab.host("client")::inside).fetch("10.1.210.58", port);
    }
  }

  private void ports(String ports) {
    lab.agents().manifests().replace("virtual-service.yaml", PORTS, ports);
    lab.edit("virtual-service.yaml", "  scheduler", "  persistence: {mode: PCC}\n  scheduler");
  }

  private SctpServer sctp(String name, String address) {
    return lab.host(name).inside(() -> new SctpServer(name, address, 3868));
  }
}
