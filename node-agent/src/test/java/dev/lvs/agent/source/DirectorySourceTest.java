package dev.lvs.agent.source;

import static dev.lvs.agent.source.ManifestDirectory.LONG;
import static dev.lvs.agent.source.ManifestDirectory.MOMENT;
import static dev.lvs.agent.source.ManifestDirectory.manifest;
import static dev.lvs.agent.source.ManifestDirectory.services;
import static dev.lvs.agent.source.ManifestDirectory.vips;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plans, problems and refusals by a directory as it is found, or not found. */
@Timeout(60)
class DirectorySourceTest {
  @TempDir private Path root;
  private ManifestDirectory manifests;

  @BeforeEach
  void makeDirectory() throws IOException {
    manifests = new ManifestDirectory(root.resolve("manifests"));
  }

  @AfterEach
  void closeSource() {
    manifests.close();
  }

  @Test
  void compilesWhatIsThere() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);

    Plan plan = manifests.first();

    assertThat(plan.generation()).isEqualTo(1);
    assertThat(vips(plan)).containsExactly("192.0.2.10");
    assertThat(plan.problems()).isEmpty();
  }

  @Test
  @Row("nothing-to-read")
  void takesAnEmptyDirectoryForNoPlan() throws Exception {
    assertThat(manifests.said()).contains("holds no manifest", "nothing is removed");
  }

  @Test
  @Row("nothing-to-read")
  void takesANodeWithNothingToDoForAnEmptyPlan() throws Exception {
    manifests.cluster();

    assertThat(services(manifests.first())).isEmpty();
  }

  @Test
  @Row("nothing-to-read")
  void keepsThePlanWhenNothingIsLeftToRead() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);
    Plan plan = manifests.first();

    Files.delete(manifests.path().resolve("web.yaml"));
    Files.delete(manifests.path().resolve("cluster.yaml"));
    assertThat(manifests.said()).contains("holds no manifest", "--cleanup");

    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);
    manifests.nextLike(plan::equals);
  }

  @Test
  @Row("nothing-to-read")
  void keepsThePlanWhenItsNodeIsNotNamedAnyMore() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);
    manifests.first();

    manifests.write(
        "cluster.yaml", ManifestDirectory.CLUSTER.replace("{name: director,", "{name: renamed,"));

    assertThat(manifests.said()).contains("has no Node director; there are renamed");
  }

  @Test
  void namesTheNodesWhereItsOwnIsNotAmongThem() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);

    try (AwaitedPlans misspelt =
        new AwaitedPlans(new DirectorySource(manifests.path(), "directr"))) {
      assertThat(misspelt.await(LONG))
          .get()
          .asString()
          .contains("no Node directr; there are director");
    }
  }

  @Test
  void takesAMissingDirectoryForNoPlan() throws Exception {
    Files.delete(manifests.path());

    assertThat(manifests.said()).contains("there is no such directory");
  }

  @Test
  void keepsThePlanWhenTheDirectoryGoesAway() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);
    manifests.first();

    Files.move(manifests.path(), root.resolve("elsewhere"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(manifests.said()).contains("there is no such directory");
  }

  @Test
  void findsADirectoryThatIsMadeLater() throws Exception {
    Files.delete(manifests.path());
    manifests.source().await(MOMENT);

    Files.createDirectory(manifests.path());
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);

    manifests.nextLike(plan -> vips(plan).equals(List.of("192.0.2.10")));
  }

  @Test
  void noticesThatTheDirectoryIsAnotherOne() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);
    manifests.first();
    Files.move(manifests.path(), root.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectory(manifests.path());
    manifests.cluster();
    manifests.service("web", "192.0.2.20", 1);

    manifests.nextLike(plan -> vips(plan).equals(List.of("192.0.2.20")));
  }

  @Test
  void saysOnWhichLineAFieldIsRefused() throws Exception {
    manifests.cluster();
    manifests.write(
        "web.yaml",
        "# the first of two\n---\n"
            + manifest("web", "192.0.2.10", 1)
            + "---\n"
            + manifest("mail", "203.0.113.1", 1));

    String problem = manifests.first().problems().getFirst();

    assertThat(problem).contains("VipNotInPool");
    List<String> lines = Files.readAllLines(manifests.path().resolve("web.yaml"));
    int line = Integer.parseInt(problem.replaceFirst("(?s).*?web\\.yaml:([0-9]+):.*", "$1"));
    assertThat(lines.get(line - 1)).contains("203.0.113.1");
  }

  @Test
  void takesANoteForNoProblem() throws Exception {
    manifests.cluster();
    manifests.write(
        "web.yaml", manifest("web", "192.0.2.10", 1).replace("{port: 80}", "{port: 0}"));
    assertThat(manifests.first().problems()).hasSize(1);

    String pcc = "{port: 80}]\n  persistence: {mode: PCC";
    manifests.write("web.yaml", manifest("web", "192.0.2.10", 1).replace("{port: 80}]", pcc + "}"));

    Plan plan = manifests.nextWithoutProblems();
    assertThat(vips(plan)).containsExactly("192.0.2.10");
  }

  @Test
  @Row("manifest-special-file")
  void saysWhatIsNoRegularFileAndTakesTheOthers() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);
    Files.createSymbolicLink(manifests.path().resolve("zero.yaml"), Path.of("/dev/zero"));
    Files.createSymbolicLink(manifests.path().resolve("kmsg.yaml"), Path.of("/proc/kmsg"));
    Files.createSymbolicLink(manifests.path().resolve("loop.yaml"), Path.of("loop.yaml"));
    Files.createSymbolicLink(manifests.path().resolve("nowhere.yaml"), Path.of("nowhere"));
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        FileChannel huge =
            FileChannel.open(
                manifests.path().resolve("huge.yaml"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
      socket.bind(UnixDomainSocketAddress.of(manifests.path().resolve("socket.yaml")));
      huge.write(ByteBuffer.wrap(new byte[] {'#'}), 1L << 40);

      Plan plan = manifests.first();

      assertThat(vips(plan)).containsExactly("192.0.2.10");
      assertThat(plan.problems())
          .anyMatch(one -> one.matches("(?s).*zero.yaml:1: .*a device and not a regular file.*"))
          .anyMatch(one -> one.matches("(?s).*socket.yaml:1: .*a socket or a device.*"))
          .anyMatch(one -> one.matches("(?s).*huge.yaml:1: .*more than 16777216 bytes.*"))
          .anyMatch(one -> one.matches("(?s).*nowhere.yaml:1: .*leads nowhere.*"))
          .anyMatch(one -> one.matches("(?s).*loop.yaml:1: .*"));
    }
  }

  @Test
  void refusesAFileThatIsNoUtf8() throws Exception {
    manifests.cluster();
    Files.write(
        manifests.path().resolve("web.yaml"),
        manifest("caf\u00e9", "192.0.2.10", 1).getBytes(StandardCharsets.ISO_8859_1));

    assertThat(manifests.first().problems())
        .singleElement()
        .asString()
        .contains("no text in UTF-8");
  }

  @Test
  void endsTheWaitWhenItIsClosed() throws Exception {
    manifests.cluster();
    manifests.first();

    Thread closer = Thread.ofPlatform().start(manifests.source()::close);

    assertThat(manifests.source().await(LONG)).isEmpty();
    closer.join();
  }
}
