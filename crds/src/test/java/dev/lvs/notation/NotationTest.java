package dev.lvs.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class NotationTest {
  private static final Map<String, Object> SMALL =
      ordered("a", List.of(1, ordered("b", "c", "e", 2)), "d", List.of(), "f", Map.of());

  private static final Map<String, Object> NESTED =
      ordered(
          "text", "a \"b\" \\ \u00e9\n\ud83d\ude00",
          "list", List.of(List.of(1, 2), ordered("x", true, "y", List.of(ordered("z", -1)))),
          "long", List.of(ordered("k".repeat(60), "v".repeat(60), "l", List.of(Map.of()))),
          "true", ordered("65535", "65535", "1s", "1s", "no", "no"),
          "empty", List.of(ordered("list", List.of(), "map", Map.of())));

  @Test
  void writesJson() {
    assertThat(Notation.JSON.write(SMALL))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": "c",
                  "e": 2
                }
              ],
              "d": [],
              "f": {}
            }
            """);
    assertThat(Notation.LINE.write(SMALL))
        .isEqualTo("{\"a\":[1,{\"b\":\"c\",\"e\":2}],\"d\":[],\"f\":{}}");
  }

  @Test
  void writesYaml() {
    assertThat(Notation.YAML.write(SMALL))
        .isEqualTo(
            """
            a:
            - 1
            - b: "c"
              e: 2
            d: []
            f: {}
            """);
    assertThat(Notation.COMPACT_YAML.write(SMALL))
        .isEqualTo(
            """
            a: [1, {b: c, e: 2}]
            d: []
            f: {}
            """);
  }

  @Test
  void writesOnALineOfYamlWhatIsShorterThanTheWidth() {
    String fits = "x".repeat(99 - "{k: }".length());

    assertThat(Notation.COMPACT_YAML.write(Map.of("key", Map.of("k", fits))).lines()).hasSize(1);
    assertThat(Notation.COMPACT_YAML.write(Map.of("key", Map.of("k", fits + "x"))).lines())
        .hasSize(2);
  }

  @Test
  void writesWhatAParserReadsAsTheSame() {
    for (Notation notation : Notation.values()) {
      Object read = new Load(LoadSettings.builder().build()).loadFromString(notation.write(NESTED));

      assertThat(String.valueOf(read)).isEqualTo(NESTED.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wrr, wrr",
    "10.0.0.1, 10.0.0.1",
    "5s, 5s",
    "80, '\"80\"'",
    "on, '\"on\"'",
    "a b, '\"a b\"'"
  })
  void quotesInCompactYamlWhatWouldBeTakenForSomethingElse(String text, String written) {
    assertThat(Notation.COMPACT_YAML.inline(text)).isEqualTo(written);
  }

  /** No YAML has half a character; JSON has. */
  @Test
  void writesHalfACharacterAsWellAsItCanBe() {
    assertThat(Notation.COMPACT_YAML.inline("\ud83d")).isEqualTo("\"?\"");
    assertThat(Notation.LINE.write("\ud83d")).isEqualTo("\"\\ud83d\"");
  }

  @Test
  void writesWhatIsMadePlainAndNothingElse() {
    assertThat(
            Notation.LINE.write(
                List.of(Thread.State.NEW),
                value -> value instanceof Enum<?> choice ? choice.name() : value))
        .isEqualTo("[\"NEW\"]");
    assertThatThrownBy(() -> Notation.LINE.write(List.of(Thread.State.NEW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("State is not plain");
  }

  private static Map<String, Object> ordered(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i].toString(), entries[i + 1]);
    }
    return map;
  }
}
