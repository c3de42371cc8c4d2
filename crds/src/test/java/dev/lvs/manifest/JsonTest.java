package dev.lvs.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.Golden;
import dev.lvs.compile.resolve.Resolver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jackson is the witness: what it reads and writes is what the API server is told. */
class JsonTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  static List<Path> folders() {
    return Stream.of(ManifestFolder.EXAMPLES, Golden.resources().resolve("golden"))
        .flatMap(folder -> ManifestFolder.folders(folder).stream())
        .toList();
  }

  /** Some values. */
  record Values(Map<String, String> texts, List<Integer> numbers, Long large, int small) {}

  @ParameterizedTest
  @MethodSource("folders")
  void readsManifestsAndPlansThatItWrote(Path folder) throws Exception {
    Input input = ManifestReader.read(ManifestFolder.files(folder, "")).input();
    List<NodePlanSpec> plans = Compiler.compile(Resolver.resolve(input), List.of()).plans();

    assertThat(JACKSON.writeValueAsString(Json.read(Json.write(input), Input.class)))
        .isEqualTo(JACKSON.writeValueAsString(input));
    for (NodePlanSpec plan : plans) {
      assertThat(Json.read(Json.write(plan), NodePlanSpec.class)).isEqualTo(plan);
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void understandsJacksonAndIsUnderstoodByIt(Path folder) throws Exception {
    Input input = ManifestReader.read(ManifestFolder.files(folder, "")).input();
    String written = JACKSON.writeValueAsString(input);

    assertThat(JACKSON.writeValueAsString(Json.read(written, Input.class))).isEqualTo(written);
    for (NodePlanSpec plan : Compiler.compile(Resolver.resolve(input), List.of()).plans()) {
      assertThat(Json.read(JACKSON.writeValueAsString(plan), NodePlanSpec.class)).isEqualTo(plan);
      assertThat(JACKSON.readValue(Json.write(plan), NodePlanSpec.class)).isEqualTo(plan);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "12",
        "a: b, {c} # d",
        "\"quoted\" \\ and 'quoted'",
        "line\nline\r\n\ttab",
        "\u0000\u001f\u007f\u0085\u2028\ufeff",
        "\u00fc \u4e2d \ud83d\ude00"
      })
  void writesEveryTextOnOneLine(String text) throws Exception {
    Values values = new Values(Map.of("text", text), List.of(1, -1), 1L << 40, 7);

    String line = Json.write(values);

    assertThat(line).matches("[ -~]*");
    assertThat(Json.read(line, Values.class)).isEqualTo(values);
    assertThat(JACKSON.readValue(line, Values.class)).isEqualTo(values);
  }

  @Test
  void leavesOutWhatIsEmpty() {
    assertThat(Json.write(new Values(Map.of(), List.of(), 1L, 0)))
        .isEqualTo("{\"large\":1,\"small\":0}");
    assertThat(Json.read("{\"large\":1}", Values.class))
        .isEqualTo(new Values(Map.of(), List.of(), 1L, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}{}",
        "{\"virtualServices\":[{}]}",
        "{\"virtualServices\":[{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\"}}]}"
      })
  void refusesWhatIsNoInput(String line) {
    assertThatThrownBy(() -> Json.read(line, Input.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
