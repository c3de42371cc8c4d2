package dev.lvs.tool.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.notation.Notation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DocumentsTest {
  private static final Object NESTED =
      ordered(
          "text", "a \"b\" \\ \u00e9\n",
          "list", List.of(List.of(1, 2), ordered("x", true, "y", List.of(ordered("z", -1)))),
          "empty", List.of(ordered("list", List.of(), "map", Map.of())));

  @Test
  void writesWhatAParserReadsAsTheSame() {
    ObservedTable table = new ObservedTable("1.2.1", 4096, TableTextTest.dump("every-option"));
    for (Object document : List.of(NESTED, Documents.of(table))) {
      for (Notation notation : Notation.values()) {
        Object read =
            new Load(LoadSettings.builder().build()).loadFromString(notation.write(document));

        assertThat(String.valueOf(read)).isEqualTo(document.toString());
      }
    }
  }

  @Test
  void namesWhatNodePlanNamesToo() {
    ObservedTable table = new ObservedTable("1.2.1", 4096, TableTextTest.dump("every-option"));

    String json = Notation.JSON.write(Documents.of(table));

    assertThat(json)
        .contains("\"firewallMark\": 4294967295,\n      \"family\": \"IPv6\"")
        .contains("\"schedulerFlags\": [\n        \"sh-fallback\",\n        \"sh-port\"\n      ]")
        .contains("\"timeoutSeconds\": 300,\n        \"netmask\": \"255.255.255.0\"")
        .contains("\"prefixLength\": 64")
        .contains(
            """
            "type": "gue",
                        "port": 6080,
                        "checksum": "remcsum"\
            """)
        .contains("\"upper\": 100,\n            \"lower\": 50");
  }

  private static Map<String, Object> ordered(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i].toString(), entries[i + 1]);
    }
    return map;
  }
}
