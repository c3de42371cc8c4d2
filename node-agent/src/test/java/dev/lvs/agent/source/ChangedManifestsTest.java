package dev.lvs.agent.source;

import static dev.lvs.agent.source.ManifestDirectory.LONG;
import static dev.lvs.agent.source.ManifestDirectory.MOMENT;
import static dev.lvs.agent.source.ManifestDirectory.manifest;
import static dev.lvs.agent.source.ManifestDirectory.vips;
import static dev.lvs.agent.source.ManifestDirectory.weights;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a directory of manifests: files written, renamed, emptied, deleted or made wrong. */
@Timeout(60)
class ChangedManifestsTest {
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

  /** Begins with services of weight 1: the first at 192.0.2.10, the next at .20, and so on. */
  private void begin(String... services) throws InterruptedException {
    manifests.cluster();
    for (int i = 0; i < services.length; i++) {
      manifests.service(services[i], "192.0.2.%d0".formatted(i + 1), 1);
    }
    manifests.first();
  }

  @Test
  void saysNothingWhileNothingChanges() throws Exception {
    begin();

    assertThat(manifests.source().await(MOMENT)).isEmpty();
  }

  @Test
  void saysNothingOfAChangeThatMeansNothing() throws Exception {
    begin("web");

    Files.writeString(manifests.path().resolve("notes.yaml"), "# only a comment\n");

    assertThat(manifests.source().await(MOMENT)).isEmpty();
  }

  @Test
  void noticesAChangeWithoutWaitingForTheNextLook() throws Exception {
    begin("web");

    long start = System.nanoTime();
    Thread writer = Thread.ofPlatform().start(() -> manifests.service("web", "192.0.2.10", 5));
    Plan plan = (Plan) manifests.source().await(LONG).orElseThrow();
    writer.join();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
    assertThat(weights(plan)).containsExactly(5);
    assertThat(plan.generation()).isEqualTo(2);
  }

  @Test
  void takesAnAtomicRenameForOneChange() throws Exception {
    begin("web");

    Path fresh =
        Files.writeString(manifests.path().resolve(".web.tmp"), manifest("web", "192.0.2.10", 7));
    Files.move(fresh, manifests.path().resolve("web.yaml"), StandardCopyOption.ATOMIC_MOVE);

    manifests.nextLike(plan -> weights(plan).equals(List.of(7)));
    assertThat(manifests.source().await(MOMENT)).isEmpty();
  }

  @Test
  void takesAFileThatIsWrittenInPiecesForOneChange() throws Exception {
    begin("web");
    String text = manifest("web", "192.0.2.10", 7);

    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  manifests.write("web.yaml", "");
                  text.lines().forEach(line -> manifests.append("web.yaml", line + "\n"));
                });
    Plan plan = manifests.next();
    writer.join();

    assertThat(weights(plan)).containsExactly(7);
  }

  @Test
  void keepsWhatAFileSaidThatIsEmptyNow() throws Exception {
    begin("web");

    manifests.write("web.yaml", "");

    Plan plan = manifests.nextWithProblems();
    assertThat(vips(plan)).containsExactly("192.0.2.10");
    assertThat(plan.problems()).singleElement().asString().contains("it is empty, and was not");
  }

  @Test
  void deletesWhatADeletedFileSaid() throws Exception {
    begin("web", "mail");

    Files.delete(manifests.path().resolve("web.yaml"));

    manifests.nextLike(plan -> vips(plan).equals(List.of("192.0.2.20")));
  }

  @Test
  @Row("manifest-still")
  void takesNothingAwayForAFileThatIsAwayForAMoment() throws Exception {
    begin("web", "mail");

    Files.delete(manifests.path().resolve("web.yaml"));
    manifests.service("news", "192.0.2.30", 1);
    manifests.nextLike(
        plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30")));

    manifests.service("web", "192.0.2.10", 1);
    manifests.service("last", "192.0.2.40", 1);
    manifests.nextLike(
        plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30", "192.0.2.40")));
  }

  @Test
  @Row("manifest-still")
  void takesNothingAwayForAFileThatIsWrittenSlowly() throws Exception {
    manifests.cluster();
    String web = manifest("web", "192.0.2.10", 1);
    String mail = manifest("mail", "192.0.2.20", 1);
    manifests.write("all.yaml", web + "---\n" + mail);
    manifests.first();

    manifests.write("all.yaml", web);
    manifests.service("news", "192.0.2.30", 1);
    manifests.nextLike(
        plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30")));
    manifests.append("all.yaml", "---\n" + mail.replace("[192.0.2.20]", "[192.0.2.2"));
    manifests.service("more", "192.0.2.40", 1);
    manifests.nextLike(
        plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30", "192.0.2.40")));
  }

  @Test
  @Row("manifest-still")
  void takesWhatIsGoneAwayWhenTheFolderHasBeenStill() throws Exception {
    begin("web", "mail");

    Files.move(manifests.path().resolve("web.yaml"), manifests.path().resolve("moved.yaml"));
    Files.delete(manifests.path().resolve("mail.yaml"));

    manifests.nextLike(plan -> vips(plan).equals(List.of("192.0.2.10")));
  }

  @Test
  void keepsTheLastGoodVersionOfAWrongManifestAndTakesTheOthers() throws Exception {
    begin("web", "mail");

    manifests.write("web.yaml", manifest("web", "192.0.2.10", 9).replace("scheduler", "sheduler"));
    manifests.service("mail", "192.0.2.20", 3);
    Plan plan = manifests.nextWithProblems();

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.20");
    assertThat(weights(plan)).containsExactly(1, 3);
    assertThat(plan.problems())
        .singleElement()
        .asString()
        .startsWith(manifests.path().resolve("web.yaml") + ":")
        .contains("VirtualService shop/web: spec.sheduler: UnknownField")
        .contains("did you mean scheduler?");
  }

  @Test
  void keepsTheLastGoodVersionOfAManifestThatIsRefused() throws Exception {
    begin("web");

    manifests.write("web.yaml", manifest("web", "203.0.113.1", 9));
    manifests.write("zzz.yaml", "# so that there is something new\n");
    manifests.service("mail", "192.0.2.20", 3);
    Plan plan = manifests.nextWithProblems();

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.20");
    assertThat(plan.problems())
        .singleElement()
        .asString()
        .startsWith(manifests.path().resolve("web.yaml") + ":")
        .contains("VirtualService shop/web")
        .contains("VipNotInPool");
  }

  @Test
  void goesOnFromWhatItPackedWhenNothingChanged() throws Exception {
    manifests.cluster();
    manifests.service("web", "192.0.2.10", 1);
    manifests.service("mail", "192.0.2.20", 1);
    manifests.service("news", "192.0.2.30", 1);
    manifests.write("many.yaml", namespaces(ManifestCache.MANY));
    manifests.first();
    assertThat(manifests.source().await(MOMENT)).isEmpty();

    manifests.write("web.yaml", manifest("web", "192.0.2.10", 9).replace("scheduler", "sheduler"));
    manifests.write("news.yaml", manifest("news", "203.0.113.1", 9));
    manifests.service("mail", "192.0.2.20", 3);
    Plan plan = manifests.nextWithProblems();

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.20", "192.0.2.30");
    assertThat(weights(plan)).containsExactly(1, 3, 1);
    assertThat(plan.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("web.yaml:7: VirtualService shop/web"))
        .anyMatch(problem -> problem.contains("news.yaml:5: VirtualService shop/news"));
  }

  private static String namespaces(int count) {
    return IntStream.range(0, count)
        .mapToObj("---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n%d}\n"::formatted)
        .collect(Collectors.joining());
  }
}
