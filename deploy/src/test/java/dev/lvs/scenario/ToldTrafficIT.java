package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.compile.Compiler;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Answers;
import dev.lvs.lab.traffic.Client;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Behaviour of the kernel that cannot be changed, and the warnings about it. */
@Tag("kernel")
class ToldTrafficIT {
  private static final String HTTP = VIP + ":80";

  @Test
  @Row("persistent-drain-told")
  void knownClientsComeOnToADrainedServerUntilTheirTemplatesExpire() {
    try (Scenario lab = new Scenario(Topology.direct(), "persistence")) {
      String server = lab.client().get(HTTP, 1).all().getFirst().word();
      String drained = "spec: {address: %s, weight: 1".formatted(address(server));
      lab.edit("real-servers.yaml", drained, drained.replace("weight: 1", "weight: 0"));

      assertThat(lab.client().get(HTTP, 2).counts()).containsOnlyKeys(server);
      assertThat(said(lab))
          .contains("VirtualService shop/per-port: spec.persistence: DrainIsPersistent")
          .contains("RealServer shop/")
          .contains("write expire_quiescent_template: 1 in spec.ipvsSysctls");

      lab.edit(
          "cluster.yaml",
          "lvs.dev/director: \"true\"}}",
          "lvs.dev/director: \"true\"}}\n  ipvsSysctls: {expire_quiescent_template: 1}");

      assertThat(lab.client().get(HTTP, 2).counts()).doesNotContainKey(server);
      assertThat(said(lab)).doesNotContain("DrainIsPersistent");
    }
  }

  @Test
  @Row("server-without-node")
  void aRealServerThatNoNodeIsHasToHoldTheVipByItself() {
    try (Scenario lab = new Scenario(Topology.direct(), "dr")) {
      assertThat(said(lab)).doesNotContain("ServerWithoutNode");
      lab.edit("nodes.yaml", "address: 10.1.210.53", "address: 10.1.210.200");
      // a client that asks before would have the VIP linger
      lab.agents()
          .await(
              "rs-53", round -> round.plan().spec().realServer().hiddenVips().isEmpty(), "no VIP");

      assertThat(lab.client().get(HTTP, 4).counts()).containsEntry("TIMEOUT", 2);
      assertThat(said(lab))
          .contains("ServerWithoutNode: No node has the address of real server 10.1.210.53");
    }
  }

  @Test
  @Row("insiders-told")
  void whoAsksFromInsideAndGetsNoAnswer() {
    try (Scenario nat = new Scenario(Topology.nat(2), "nat")) {
      assertThat(from(nat.host("web-1")).toString()).contains("TIMEOUT");
      assertThat(nat.client().get(HTTP, 2)).hasToString("web-1=1 web-2=1");
    }
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      assertThat(from(dr.director()).counts()).doesNotContainKeys("rs-52", "rs-53");
      assertThat(from(dr.host("rs-52"))).hasToString("rs-52=2");
    }
  }

  @Test
  @Row("server-is-vip")
  void aVipOfAnotherServiceIsNoRealServer() {
    try (Scenario lab = new Scenario(Topology.nat(2), "nat", ToldTrafficIT::chained)) {
      assertThat(lab.client().get("10.1.210.59:80", 4)).hasToString("web-1=4");
      assertThat(said(lab))
          .contains(
              "Inline real server 10.1.210.58 has address 10.1.210.58, which is a VIP of"
                  + " VirtualService shop/web");

      // what a person would get wrong
      lab.director()
          .run("ipvsadm", "-a", "-t", "10.1.210.59:80", "-r", "10.1.210.58:80", "-m", "-w", "1");
      assertThat(lab.client().get("10.1.210.59:80", 4).counts()).containsEntry("web-1", 2);
    }
  }

  private static EditableManifests chained(EditableManifests manifests) {
    return manifests
        .replace("cluster.yaml", "10.1.210.58/32", "10.1.210.58-10.1.210.59")
        .replace(
            "virtual-service.yaml",
            "apiVersion",
            """
            apiVersion: lvs.dev/v1alpha1
            kind: VirtualService
            metadata: {name: outer, namespace: shop}
            spec:
              addresses: [10.1.210.59]
              ports: [{port: 80}]
              scheduler: rr
              forwarding: {method: NAT}
              realServers: {inline: [{address: 10.1.210.58}, {address: 192.0.2.21, port: 8080}]}
            ---
            apiVersion\
            """);
  }

  private static Answers from(Host insider) {
    return new Client(insider::inside).get(HTTP, 2);
  }

  private static String address(String server) {
    return server.replace("rs-", "10.1.210.");
  }

  /**
   * Returns what compiling the folder has to say, which agents log and the operator writes to
   * statuses.
   */
  private static String said(Scenario lab) {
    EditableManifests folder = lab.agents().manifests();
    List<ManifestFile> files =
        Stream.of("namespace", "nodes", "cluster", "real-servers", "virtual-service")
            .map(name -> new ManifestFile(name, folder.read(name + ".yaml")))
            .toList();
    return Compiler.compile(Resolver.resolve(ManifestReader.read(files).input()), List.of())
        .problems()
        .toString();
  }
}
