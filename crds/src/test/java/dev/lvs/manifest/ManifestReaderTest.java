package dev.lvs.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.Persistence;
import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.compile.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
  private static final Path WRONG = Golden.resources().resolve("wrong");
  private static final String WEB_1 =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: RealServer
      metadata: {name: web-1, namespace: shop}
      spec: {address: 192.0.2.21}
      """;
  private static final String WEB_2 = WEB_1.replace("web-1", "web-2");

  /**
   * Every file of the folder is wrong in many ways; {@code problems.txt} says how, line by line.
   */
  @Test
  void namesFileLineFieldReasonAndRemedy() {
    Manifests manifests = ManifestReader.read(ManifestFolder.files(WRONG, ""));

    Golden.check(
        WRONG.resolve("problems.txt"),
        manifests.problems().stream().map(p -> p + "\n").collect(Collectors.joining()));
  }

  @Test
  void readsTheOthersWhereOneIsWrong() {
    Manifests manifests =
        read("a.yaml", WEB_1 + "---\n{ this is: [not YAML\n---\n" + WEB_2.replace("spec", "sepc"))
            .keeping(Manifests.none());

    assertThat(manifests.documents().keySet())
        .extracting(ResourceName::name)
        .containsExactly("web-1");
    assertThat(manifests.problems()).extracting(p -> p.place().line()).containsExactly(6, 8, 11);
  }

  @Test
  void readsWhatItIsToldToRead() {
    Manifests manifests =
        read(
            "a.yaml",
            """
            # Windows line ends and comments do no harm
            apiVersion: lvs.dev/v1alpha1
            kind: VirtualService
            metadata: {name: web}
            spec:
              addresses: [192.0.2.10]
              ports: [{port: 80}]
              persistence: {timeout: 5m}
              forwarding: {method: NAT}
              realServers: {names: [web-1]}
            status: {addresses: [192.0.2.10]}
            """
                .replace("\n", "\r\n"));

    assertThat(manifests.problems()).isEmpty();
    VirtualService web = manifests.input().virtualServices().getFirst();
    assertThat(web.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(web.getSpec().persistence())
        .isEqualTo(new Persistence(PersistenceMode.PPC, new Seconds(300), null, null, null));
    assertThat(manifests.place(ResourceName.of(web))).contains(new Place("a.yaml", 2));
  }

  @Test
  void keepsTheLastGoodVersionOfAResourceThatIsWrongNow() {
    Manifests before = read("a.yaml", WEB_1 + "---\n" + WEB_2);

    Manifests now =
        read("a.yaml", WEB_1.replace(".21", ".99") + "---\n" + WEB_2.replace("address", "adress"))
            .keeping(before);

    assertThat(addresses(now)).containsExactly("192.0.2.99", "192.0.2.21");
    assertThat(now.problems()).hasSize(1);
  }

  @Test
  void takesAResourceForDeletedThatIsMissingFromASoundFile() {
    Manifests before = read("a.yaml", WEB_1 + "---\n" + WEB_2);

    Manifests now = read("a.yaml", WEB_2).keeping(before);

    assertThat(addresses(now)).hasSize(1);
  }

  @Test
  void keepsAllOfAFileInWhichADocumentCannotBeTold() {
    Manifests before = read("a.yaml", WEB_1 + "---\n" + WEB_2);

    for (String broken :
        List.of("{", WEB_1.replace("RealServer", "RaelServer"), WEB_1.replace("name:", "nmae:"))) {
      assertThat(addresses(read("a.yaml", broken).keeping(before))).as(broken).hasSize(2);
    }
  }

  @Test
  void keepsWhatStoodInAFileThatCannotBeRead() {
    Manifests before = read("a.yaml", WEB_1);

    Manifests now =
        ManifestReader.read(List.of())
            .withUnreadable("a.yaml", "Permission denied")
            .keeping(before);

    assertThat(addresses(now)).hasSize(1);
    assertThat(now.problems())
        .extracting(ManifestProblem::toString)
        .containsExactly(
            "a.yaml:1: Unreadable: The file cannot be read: Permission denied. Mend that, or move"
                + " it away.");
  }

  @Test
  void keepsNothingOfAFileThatIsGone() {
    Manifests before = read("a.yaml", WEB_1);

    assertThat(ManifestReader.read(List.of()).keeping(before).documents()).isEmpty();
  }

  @Test
  void keepsOverManyRounds() {
    Manifests now = read("a.yaml", WEB_1);
    for (int round = 0; round < 3; round++) {
      now = read("a.yaml", WEB_1.replace("spec", "sepc")).keeping(now);
    }

    assertThat(addresses(now)).hasSize(1);
  }

  @Test
  void theFirstFileByNameHasAResourceThatStandsTwice() {
    ManifestFile b = new ManifestFile("b.yaml", WEB_1);
    ManifestFile a = new ManifestFile("a.yaml", WEB_1.replace(".21", ".22"));

    Manifests manifests = ManifestReader.read(List.of(b, a));

    assertThat(addresses(manifests)).containsExactly("192.0.2.22");
    assertThat(manifests.problems())
        .extracting(ManifestProblem::toString)
        .containsExactly(
            "b.yaml:1: RealServer shop/web-1: metadata.name: DuplicateResource: It stands in"
                + " a.yaml:1 already, and that is taken; remove one.");
  }

  @Test
  void anEndlessDocumentEnds() {
    String doubled =
        Stream.iterate(1, i -> i + 1)
            .limit(30)
            .map(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
            .collect(Collectors.joining());
    String itself = "spec: &s {address: 192.0.2.21, thresholds: *s}";

    assertThat(read("a.yaml", "a0: &a0 [x]\n" + doubled).problems()).isNotEmpty();
    assertThat(read("a.yaml", WEB_1.replaceAll("spec.*", itself)).problems()).isNotEmpty();
    assertThat(read("a.yaml", "[".repeat(100_000)).problems()).isNotEmpty();
    assertThat(read("a.yaml", "a".repeat(ManifestFile.MAX_LENGTH + 1)).problems()).isNotEmpty();
  }

  private static List<String> addresses(Manifests manifests) {
    return manifests.input().realServers().stream()
        .map(RealServer::getSpec)
        .map(spec -> String.valueOf(spec.address()))
        .toList();
  }

  private static Manifests read(String file, String text) {
    return ManifestReader.read(List.of(new ManifestFile(file, text)));
  }
}
