package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Last good manifests across processes: nothing is left of the one before but its files. */
class LastGoodFileTest {
  @TempDir Path root;
  private Path manifests;
  private Path state;

  @BeforeEach
  void startOnce() throws Exception {
    manifests = Files.createDirectory(root.resolve("manifests"));
    state = root.resolve("state");
    cluster();
    service("web", "192.0.2.10");
    service("mail", "192.0.2.20");
    assertThat(vips(start())).containsExactly("192.0.2.10", "192.0.2.20");
  }

  @Test
  void keepsWhatAFileSaidThatCannotBeReadAtTheNextStart() throws Exception {
    write("web.yaml", "kind: [");

    Plan plan = start();

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.20");
    assertThat(plan.problems()).singleElement().asString().contains("web.yaml:1");
  }

  @Test
  void keepsWhatAFileSaidThatIsEmptyAtTheNextStart() throws Exception {
    write("web.yaml", "");

    assertThat(vips(start())).containsExactly("192.0.2.10", "192.0.2.20");
  }

  @Test
  void keepsEverythingWhenTheFileThatAllNeedIsWrongAtTheNextStart() throws Exception {
    Plan before = start();
    write("cluster.yaml", "kind: [");

    assertThat(start().spec()).isEqualTo(before.spec());
  }

  @Test
  void keepsTheLastGoodEntryOfAManifestThatIsRefusedAtTheNextStart() throws Exception {
    Plan before = start();
    service("web", "203.0.113.1");

    Plan plan = start();

    assertThat(plan.spec()).isEqualTo(before.spec());
    assertThat(plan.problems()).singleElement().asString().contains("VipNotInPool");
  }

  @Test
  void keepsItOverManyStarts() throws Exception {
    write("web.yaml", "kind: [");
    service("mail", "203.0.113.1");

    start();
    start();

    assertThat(vips(start())).containsExactly("192.0.2.10", "192.0.2.20");
  }

  @Test
  void deletesWhatWasDeletedBetweenTwoStarts() throws Exception {
    Files.delete(manifests.resolve("web.yaml"));
    write("mail.yaml", "kind: [");

    assertThat(vips(start())).containsExactly("192.0.2.20");
    assertThat(vips(start())).containsExactly("192.0.2.20");
  }

  @Test
  void takesWhatWasCorrectedBetweenTwoStarts() throws Exception {
    write("web.yaml", "kind: [");
    start();
    service("web", "192.0.2.30");

    assertThat(vips(start())).containsExactly("192.0.2.20", "192.0.2.30");
  }

  @Test
  void remembersWhereEachResourceStands() throws Exception {
    LastGood first = LastGoodFile.in(state).read();

    LastGoodFile.in(state).write(first);
    LastGood second = LastGoodFile.in(state).read();

    assertThat(second.plans()).isEqualTo(first.plans()).hasSize(1);
    assertThat(second.manifests().documents()).hasSize(5);
    second
        .manifests()
        .documents()
        .forEach((name, _) -> assertThat(second.manifests().place(name)).isPresent());
    assertThat(second.manifests().documents().keySet())
        .allSatisfy(
            name ->
                assertThat(second.manifests().place(name))
                    .isEqualTo(first.manifests().place(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "\u0000",
        "{\"format\":1}",
        "{\"format\":2,\"places\":{},\"plans\":[]}",
        "{\"format\":1,\"places\":{},\"input\":{\"virtualServices\":[{}]},\"plans\":[]}"
      })
  void takesADamagedFileForAFirstStart(String content) throws Exception {
    Files.writeString(state.resolve("last-good.json"), content);
    write("web.yaml", "kind: [");

    assertThat(vips(start())).containsExactly("192.0.2.20");
  }

  @Test
  void takesACutFileForAFirstStart() throws Exception {
    Path file = state.resolve("last-good.json");
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() / 2));
    write("web.yaml", "kind: [");

    assertThat(vips(start())).containsExactly("192.0.2.20");
  }

  @Test
  void takesAFileThatLacksALineForAFirstStart() throws Exception {
    Path file = state.resolve("last-good.json");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 2));
    write("web.yaml", "kind: [");

    assertThat(vips(start())).containsExactly("192.0.2.20");
  }

  @Test
  void takesAFileInWhichAWordHasChangedForAFirstStart() throws Exception {
    Path file = state.resolve("last-good.json");
    Files.writeString(file, Files.readString(file).replace("VirtualService ", "Virtual*"));
    service("web", "203.0.113.1");

    assertThat(vips(start())).containsExactly("192.0.2.20");
  }

  @Test
  void takesAMissingFileForAFirstStart() throws Exception {
    LastGoodFile.in(state).forget();
    write("web.yaml", "kind: [");

    assertThat(vips(start())).containsExactly("192.0.2.20");
  }

  @Test
  void goesOnWhenNothingCanBeWritten() throws Exception {
    Path inTheWay = Files.writeString(root.resolve("file"), "");

    assertThat(vips(look(LastGoodFile.in(inTheWay)))).containsExactly("192.0.2.10", "192.0.2.20");
  }

  @Test
  void tellsWhoeverOnlyLooksAndIsNotChangedByIt() throws Exception {
    Path file = state.resolve("last-good.json");
    String before = Files.readString(file);
    write("web.yaml", "kind: [");
    service("mail", "192.0.2.21");

    Plan plan = look(LastGoodFile.toLookInto(state));

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.21");
    assertThat(file).hasContent(before);
  }

  @Test
  void leavesOneFile() {
    assertThat(state.toFile().list()).containsExactly("last-good.json");
  }

  private Plan start() throws InterruptedException {
    return look(LastGoodFile.in(state));
  }

  private Plan look(LastGoodFile memory) throws InterruptedException {
    try (AwaitedPlans source =
        new AwaitedPlans(DirectorySource.now(manifests, "director", memory, false))) {
      return (Plan) source.await(Duration.ofSeconds(30)).orElseThrow();
    }
  }

  private void cluster() throws IOException {
    write("cluster.yaml", ManifestDirectory.CLUSTER);
  }

  private void service(String name, String vip) throws IOException {
    write(
        name + ".yaml",
        """
        apiVersion: lvs.dev/v1alpha1
        kind: VirtualService
        metadata: {name: %s, namespace: shop}
        spec:
          addresses: [%s]
          ports: [{port: 80}]
          scheduler: wrr
          forwarding: {method: DR}
          realServers: {inline: [{address: 198.51.100.21, weight: 1}]}
        """
            .formatted(name, vip));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(manifests.resolve(name), text);
  }

  private static List<String> vips(Plan plan) {
    return Stream.of(plan.spec().director())
        .map(DirectorPlan::services)
        .flatMap(List::stream)
        .map(service -> ((AddressKey) service.key()).address().toString())
        .sorted()
        .toList();
  }
}
