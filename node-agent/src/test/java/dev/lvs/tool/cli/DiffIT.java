package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import dev.lvs.verdict.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Differences that {@code lvs diff} tells before anything is done, and none afterwards. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class DiffIT {
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: edge, labels: {lvs.dev/director: "true"}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: web}
      status: {addresses: [{type: InternalIP, address: 192.0.2.21}]}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: DirectorGroup
      metadata: {name: default}
      spec: {nodeSelector: {matchLabels: {lvs.dev/director: "true"}}}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: vips}
      spec: {addresses: [192.0.2.10/32], realServers: {nodeSelector: {}}}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: web, namespace: shop}
      spec:
        addresses: [192.0.2.10]
        ports: [{port: 80}]
        scheduler: rr
        forwarding: {method: TUN}
        realServers: {inline: [{address: 192.0.2.21}]}
      """;

  @TempDir private Path directory;
  private Path manifests = Path.of("");

  @BeforeEach
  void prepare() throws Exception {
    manifests = Files.createDirectory(directory.resolve("manifests"));
    Files.writeString(manifests.resolve("all.yaml"), MANIFEST);
    for (String line :
        new String[] {
          "ip link set lo up",
          "ip link add e0 type dummy",
          "ip link set e0 arp on",
          "ip addr add 192.0.2.1/24 dev e0",
          "ip addr add 192.0.2.21/24 dev e0",
          "ip link set e0 up"
        }) {
      assertThat(ProgramOutput.run("", line).code()).as(line).isZero();
    }
  }

  @Test
  void saysWhatIsToBeDoneUntilItIsDone() throws Exception {
    assertThat(lvs("diff", "edge"))
        .isEqualTo(
            new ProgramOutput(
                1,
                """
                ipvsadm -A -t 192.0.2.10:80 -s rr
                ipvsadm -a -t 192.0.2.10:80 -r 192.0.2.21:80 -i -w 1 --tun-type ipip
                ip addr add 192.0.2.10/32 dev e0
                arping -U -c 1 -I e0 192.0.2.10
                """,
                ""));
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEmpty();

    assertThat(lvs("run --once", "edge").code()).isZero();
    assertThat(lvs("diff", "edge")).isEqualTo(new ProgramOutput(0, "", ""));

    ProgramOutput.ipvsadm("-e -t 192.0.2.10:80 -r 192.0.2.21:80 -i -w 7");
    assertThat(lvs("diff", "edge"))
        .isEqualTo(
            new ProgramOutput(
                1, "ipvsadm -e -t 192.0.2.10:80 -r 192.0.2.21:80 -i -w 1 --tun-type ipip\n", ""));
  }

  @Test
  @Row({"foreign-destination-told", "foreign-destination-kept"})
  void saysWhatOthersHaveInAServiceOfOurs() throws Exception {
    assertThat(lvs("run --once", "edge").code()).isZero();
    ProgramOutput.ipvsadm("-a -t 192.0.2.10:80 -r 192.0.2.99:80 -g -w 3");

    ProgramOutput diff = lvs("diff", "edge");
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.out()).isEmpty();
    assertThat(diff.err())
        .contains(
            "VirtualService shop/web: balance TCP 192.0.2.10:80 over its real servers alone:"
                + " ForeignDestinations: 3 of 4 parts of the weight",
            "192.0.2.99:80");

    assertThat(lvs("run --cleanup", "edge").code()).isNotZero();
    assertThat(ProgramOutput.ipvsadm("-S -n").out())
        .isEqualTo(
            """
            -A -t 192.0.2.10:80 -s rr
            -a -t 192.0.2.10:80 -r 192.0.2.99:80 -g -w 3
            """);
  }

  @Test
  @Row("vip-needs-service")
  void saysWhyAVipIsNotHeld() throws Exception {
    ProgramOutput.ipvsadm("-A -t 192.0.2.10:80 -s rr");

    ProgramOutput diff = lvs("diff", "edge");

    assertThat(diff.out()).doesNotContain("ip addr add");
    assertThat(diff.err())
        .contains("VIP 192.0.2.10 is not held", "virtual server TCP 192.0.2.10:80 is somebody");
    assertThat(lvs("run --once", "edge").code()).isNotZero();
    assertThat(ProgramOutput.run("", "ip -o addr show dev e0").out()).doesNotContain("192.0.2.10/");
  }

  @Test
  void showsTheTableOfARealServerAsNftReadsIt() throws Exception {
    ProgramOutput first = lvs("diff", "web");

    assertThat(first.code()).isEqualTo(1);
    assertThat(first.out())
        .contains("ip link add lvsi-c0000215 up type ipip local 192.0.2.21 remote any\n")
        .contains("\nnft 'add table inet lvs-operator; ")
        .contains("elements = { 192.0.2.10 . tcp . 0-65535 : 1440 }");
    assertThat(lvs("run --once", "web").code()).isZero();
    assertThat(lvs("diff", "web")).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(ProgramOutput.run("", "nft list table inet lvs-operator").out())
        .contains(": tcp option maxseg size\n")
        .contains("elements = { 192.0.2.10 . tcp . 0-65535 : 1440 }")
        .contains("tcp option maxseg size set ");

    ProgramOutput.run("", "nft flush chain inet lvs-operator segments");
    assertThat(lvs("diff", "web").out()).startsWith("nft 'add table").hasLineCount(1);
  }

  @Test
  void endsWithTwoWhereItCannotBeTold() throws Exception {
    assertThat(lvs("diff", "nobody").code()).as("a node of no manifest").isEqualTo(2);

    ProgramOutput nowhere =
        ProgramOutput.lvs("diff", "--manifests", directory.resolve("none").toString());
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("is missing or cannot be read");

    ProgramOutput option = ProgramOutput.lvs("diff", "--nonsense");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("--nonsense").contains("lvs diff --help");

    Files.writeString(manifests.resolve("all.yaml"), MANIFEST.replace("rr", "roundrobin"));
    assertThat(lvs("diff", "edge").code()).as("a manifest that is wrong").isEqualTo(2);
  }

  private ProgramOutput lvs(String command, String node) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.addAll(List.of("--manifests", manifests.toString(), "--node", node));
    words.addAll(List.of("--state-dir", directory.resolve("state").toString()));
    return ProgramOutput.lvs(words.toArray(String[]::new));
  }
}
