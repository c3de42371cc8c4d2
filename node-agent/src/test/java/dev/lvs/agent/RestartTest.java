package dev.lvs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.FakeNode;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.source.DirectorySource;
import dev.lvs.agent.source.LastGoodFile;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One agent after another on a node whose manifests change in between. */
class RestartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String WEB =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: web, namespace: shop}
      spec:
        addresses: [192.0.2.10]
        ports: [{port: 80}]
        scheduler: wrr
        forwarding: {method: DR}
        realServers: {inline: [{address: 198.51.100.21}]}
      """;

  @TempDir Path directory;
  private FakeNode node;
  private Path manifests;

  @BeforeEach
  void runOnce() throws Exception {
    node = new FakeNode(directory);
    manifests = Files.createDirectory(directory.resolve("manifests"));
    write(
        "cluster.yaml",
        """
        apiVersion: lvs.dev/v1alpha1
        kind: DirectorGroup
        metadata: {name: default}
        spec: {nodeSelector: {}, vipInterface: eth0}
        ---
        apiVersion: lvs.dev/v1alpha1
        kind: AddressPool
        metadata: {name: office}
        spec: {addresses: [192.0.2.0/24], realServers: {nodeSelector: {}}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-1}
        status: {addresses: [{type: InternalIP, address: 198.51.100.1}]}
        """);
    write("web.yaml", WEB);
    run();
    assertThat(node.state().services()).hasSize(1);
    assertThat(node.state().vips()).hasSize(1);
  }

  @Test
  void removesNothingForAManifestThatCannotBeRead() throws Exception {
    KernelState before = node.state();
    write("web.yaml", "kind: [");

    run();

    assertThat(node.state()).isEqualTo(before);
  }

  @Test
  void removesNothingForAManifestThatIsRefused() throws Exception {
    KernelState before = node.state();
    write("web.yaml", WEB.replace("192.0.2.10", "203.0.113.1"));

    run();

    assertThat(node.state()).isEqualTo(before);
  }

  /** What a file said that was never read is not known, and the ledger does not tell. */
  @Test
  @Row("nothing-to-read")
  void removesNothingForAManifestOfWhichNothingIsKnown() throws Exception {
    KernelState before = node.state();
    Files.delete(node.stateDirectory().resolve("last-good.json"));
    write("web.yaml", "kind: [");

    run();
    run();
    assertThat(node.state()).isEqualTo(before);

    Files.delete(manifests.resolve("web.yaml"));
    run();
    assertThat(node.state().services()).isEmpty();
    assertThat(node.state().vips()).isEmpty();
  }

  @Test
  @Row("nothing-to-read")
  void addsWhatCanBeReadBesideWhatCannot() throws Exception {
    Files.delete(node.stateDirectory().resolve("last-good.json"));
    write("web.yaml", "kind: [");
    write("more.yaml", WEB.replace("name: web", "name: more").replace("port: 80", "port: 81"));

    run();

    assertThat(node.state().services()).hasSize(2);
  }

  @Test
  void removesWhatTheManifestsLeftOut() throws Exception {
    Files.delete(manifests.resolve("web.yaml"));

    run();

    assertThat(node.state().services()).isEmpty();
    assertThat(node.state().vips()).isEmpty();
  }

  private void run() throws InterruptedException {
    DirectorySource source =
        DirectorySource.now(manifests, "node-1", LastGoodFile.in(node.stateDirectory()), false);
    AgentSettings settings = new AgentSettings(node.stateDirectory(), Duration.ofSeconds(1));
    assertThat(new Agent(settings, source, node::open, _ -> {}).runOnce(PATIENCE)).isPresent();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(manifests.resolve(name), text);
  }
}
