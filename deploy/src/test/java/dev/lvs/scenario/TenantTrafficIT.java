package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.compile.Compiler;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.verdict.Row;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Isolation of one tenant's clients from another tenant that asks for the same VIP. */
@Tag("kernel")
class TenantTrafficIT {
  private static final Pattern MAC = Pattern.compile("\\[([0-9A-F:]{17})]");
  private static final String EVERYBODY = "namespaces: {}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A service of another namespace on the VIP, to one real server alone. */
  private static final String OTHER =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: zoo}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: other, namespace: zoo}
      spec:
        addresses: [10.1.210.58]
        ports: [{port: 443}]
        scheduler: rr
        forwarding: {method: DR}
        realServers: {inline: [{address: 10.1.210.53}]}
      """;

  @Test
  @Row("port-zero-tenant")
  void nobodyTakesASinglePortOutOfAServiceOfAllPorts() {
    try (Scenario dr =
        new Scenario(
            Topology.direct(),
            "dr",
            manifests ->
                everybody(manifests)
                    .replace(
                        "cluster.yaml",
                        "  realServers:",
                        "  realServers:\n    nodePorts: [1-65535]")
                    .replace(
                        "virtual-service.yaml",
                        "ports: [{port: 80}]",
                        "ports: [{port: 0}]\n  persistence: {mode: PCC, timeout: 60s}")
                    .replace(
                        "real-servers.yaml", "10.1.210.53, weight: 1", "10.1.210.53, weight: 0")
                    .write("zz-other.yaml", OTHER))) {
      assertThat(dr.client().get(VIP + ":443", 2)).hasToString("rs-52=2");
      assertThat(said(dr.agents().manifests())).contains("VirtualService zoo/other: ", "VipInUse");

      dr.director()
          .ipvsadm(
              "-A -t 10.1.210.58:443 -s rr\n-a -t 10.1.210.58:443 -r 10.1.210.53:443 -g -w 1\n");
      assertThat(dr.client().get(VIP + ":443", 2)).as("taken").hasToString("rs-53=2");
    }
  }

  @Test
  @Row("vip-one-group")
  void oneVipIsAnsweredByTheDirectorsOfOneGroup() {
    try (Lab lab = Lab.of(Topology.twoDirectors());
        EditableManifests manifests = everybody(EditableManifests.ofExample("two-directors"))) {
      manifests
          .replace("cluster.yaml", "  announcement: {mode: none}\n", "")
          .replace("cluster.yaml", "  connectionSync: {interface: e1, syncId: 5}\n", "")
          .replace("nodes.yaml", "labels: {lvs.dev/director: \"true\"}", "labels: {group: first}")
          .replace("nodes.yaml", "labels: {lvs.dev/director: \"true\"}", "labels: {group: second}")
          .replace("cluster.yaml", "{lvs.dev/director: \"true\"}", "{group: first}")
          .write(
              "zz-other.yaml",
              """
              apiVersion: lvs.dev/v1alpha1
              kind: DirectorGroup
              metadata: {name: second}
              spec:
                nodeSelector: {matchLabels: {group: second}}
              ---
              """
                  + OTHER
                  + "  directorGroup: second\n");
      try (Agents agents = Agents.run(lab, manifests)) {
        assertThat(answering(lab)).hasSize(1);
        assertThat(lab.client().get(VIP + ":80", 4)).hasToString("rs-52=2 rs-53=2");
        assertThat(said(agents.manifests()))
            .contains("VirtualService zoo/other")
            .contains("VipOfAnotherGroup");

        lab.host("director-b").ip("addr add 10.1.210.58/32 dev e0");
        assertThat(answering(lab)).as("announced twice").hasSize(2);
      }
    }
  }

  @Test
  @Row("two-static-told")
  void twoDirectorsOfOneGroupBothAnswerAndThatIsTold() {
    try (Lab lab = Lab.of(Topology.twoDirectors());
        EditableManifests manifests = EditableManifests.ofExample("two-directors")) {
      manifests
          .replace("cluster.yaml", "  announcement: {mode: none}\n", "")
          .replace("cluster.yaml", "  connectionSync: {interface: e1, syncId: 5}\n", "");
      try (Agents agents = Agents.run(lab, manifests)) {
        assertThat(answering(lab)).hasSize(2);
        assertThat(said(agents.manifests())).contains("DirectorGroup default", "SeveralAnnounce");
      }
    }
  }

  /** A neighbour that knows somebody else hears of the director without having asked. */
  @Test
  @Row("interface-up-announces")
  void aVipOfIpv6IsAnnouncedToWhoKnowsAnother() {
    String vip = "2001:db8:210::58";
    try (Lab lab = Lab.of(Topology.direct().dualStack());
        EditableManifests manifests = EditableManifests.ofExample("dr")) {
      for (String host : List.of("52", "53")) {
        String six = "'2001:db8:210::" + host + "'";
        manifests
            .replace("nodes.yaml", "10.1.210." + host, six)
            .replace("real-servers.yaml", "10.1.210." + host, six);
      }
      manifests
          .replace("cluster.yaml", "10.1.210.58/32", "'" + vip + "'")
          .replace("virtual-service.yaml", "[10.1.210.58]", "['" + vip + "']");
      mislead(lab, vip);
      lab.director().ip("addr add " + vip + "/128 dev e0 nodad");
      assertThat(lab.neighbour("client", vip)).as("the kernel says nothing").contains("rs-52");
      lab.director().ip("addr del " + vip + "/128 dev e0");

      try (Agents agents = Agents.run(lab, manifests)) {
        await()
            .atMost(PATIENCE)
            .until(() -> lab.neighbour("client", vip).equals(Optional.of("lvs-director")));
        assertThat(agents.round(Topology.DIRECTOR).isConverged()).isTrue();
        assertThat(lab.client().get("[" + vip + "]:80", 2)).hasToString("rs-52=1 rs-53=1");
      }
    }
  }

  /** As if a client knew the VIP at a real server. */
  private static void mislead(Lab lab, String vip) {
    lab.host(Topology.CLIENT)
        .ip("neigh replace %s lladdr 02:00:0a:01:d2:34 dev e0 nud stale".formatted(vip));
  }

  private static EditableManifests everybody(EditableManifests manifests) {
    return manifests.replace(
        "cluster.yaml",
        "namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}",
        EVERYBODY);
  }

  /** The hardware addresses that answer for the VIP. */
  private static Set<String> answering(Lab lab) {
    String told =
        lab.host(Topology.CLIENT)
            .run("sh", "-c", "arping -b -c 3 -w 5 -I e0 %s; true".formatted(VIP));
    Set<String> all = new TreeSet<>();
    MAC.matcher(told).results().map((MatchResult one) -> one.group(1)).forEach(all::add);
    return all;
  }

  /** Returns what compiling the folder has to say. */
  private static String said(EditableManifests folder) {
    List<ManifestFile> all =
        Stream.of("namespace", "nodes", "cluster", "real-servers", "virtual-service", "zz-other")
            .filter(name -> Files.exists(folder.folder().resolve(name + ".yaml")))
            .map(name -> new ManifestFile(name, folder.read(name + ".yaml")))
            .toList();
    return Compiler.compile(Resolver.resolve(ManifestReader.read(all).input()), List.of())
        .problems()
        .toString();
  }
}
