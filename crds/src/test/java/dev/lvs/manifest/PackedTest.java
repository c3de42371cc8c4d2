package dev.lvs.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.Golden;
import dev.lvs.compile.resolve.Resolver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
  static List<Path> folders() {
    return Stream.of(ManifestFolder.EXAMPLES, Golden.resources().resolve("golden"))
        .flatMap(folder -> ManifestFolder.folders(folder).stream())
        .toList();
  }

  /** Some values. */
  record Values(
      Map<String, String> texts,
      List<Integer> numbers,
      @Nullable Long large,
      int small,
      boolean flag,
      Optional<ResourceName> name) {}

  @ParameterizedTest
  @MethodSource("folders")
  void unpacksManifestsAndPlansAsTheyWere(Path folder) throws Exception {
    Input input = ManifestReader.read(ManifestFolder.files(folder, "")).input();
    List<NodePlanSpec> plans = Compiler.compile(Resolver.resolve(input), List.of()).plans();

    // the resources themselves have more fields than manifests
    assertThat(Json.write(Packed.of(Input.class, input).unpack())).isEqualTo(Json.write(input));
    for (NodePlanSpec plan : plans) {
      assertThat(Packed.of(NodePlanSpec.class, plan).unpack()).isEqualTo(plan);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 19_999, 20_000, 20_001, 60_000})
  void unpacksTextsOfAnyLength(int length) {
    Values values = values("\u4e2d".repeat(length), Optional.empty());

    assertThat(Packed.of(Values.class, values).unpack()).isEqualTo(values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000\u001f", "\ud83d\ude00", "\ud83d alone"})
  void unpacksEveryCharacter(String text) {
    Values values = values(text, Optional.of(new ResourceName("RealServer", "shop", "web-1")));

    assertThat(Packed.of(Values.class, values).unpack()).isEqualTo(values);
  }

  @Test
  void tellsWhatIsEmptyFromWhatIsNotThere() {
    Values values = new Values(Map.of(), List.of(), null, -1, false, Optional.empty());

    assertThat(Packed.of(Values.class, values).unpack()).isEqualTo(values);
  }

  @Test
  void keepsWhatIsWrongWithAFile() {
    FileReading reading =
        ManifestReader.read(
            new ManifestFile(
                "a.yaml",
                """
                apiVersion: lvs.dev/v1alpha1
                kind: RealServer
                metadata: {name: web-1}
                spec: {address: 192.0.2.1, wieght: 1}
                ---
                : {
                """));

    assertThat(reading.problems()).hasSize(2);
    assertThat(Packed.of(FileReading.class, reading).unpack()).isEqualTo(reading);
  }

  private static Values values(String text, Optional<ResourceName> name) {
    return new Values(Map.of("text", text), List.of(1, -1), 1L << 40, 7, true, name);
  }
}
