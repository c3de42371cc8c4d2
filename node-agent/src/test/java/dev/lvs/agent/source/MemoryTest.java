package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.manifest.FileReading;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final List<NodePlanSpec> PLANS = List.of(NodePlanSpec.empty("director"));

  @Test
  void packsWhatIsMuchAndKnowsItAllTheSame() {
    Map<String, FileReading> readings = readings("");
    LastGood lastGood = new LastGood(Manifests.of(readings.values()), PLANS);
    ManifestCache memory = memoryOf(readings, lastGood);

    memory.rest();

    assertThat(memory.lastGood()).isNotSameAs(lastGood).isEqualTo(lastGood);
    assertThat(memory.readings()).isEqualTo(readings);
  }

  @Test
  void packsTheLastGoodVersionOfWhatIsWrongNow() {
    Manifests good = Manifests.of(readings("").values());
    Map<String, FileReading> readings = readings(", labels: wrong");
    Manifests kept = Manifests.of(readings.values()).keeping(good);
    ManifestCache memory = memoryOf(readings, new LastGood(kept, PLANS));

    memory.rest();

    assertThat(memory.readings()).isEqualTo(readings);
    assertThat(Manifests.of(memory.readings().values()).problems()).hasSize(2);
    assertThat(memory.lastGood().manifests().documents()).isEqualTo(good.documents());
  }

  @Test
  void leavesAsItIsWhatIsNotMuch() {
    Map<String, FileReading> readings =
        Map.of("a.yaml", namespaces("a", ManifestCache.MANY - 1, ""));
    LastGood lastGood = new LastGood(Manifests.of(readings.values()), PLANS);
    ManifestCache memory = memoryOf(readings, lastGood);

    memory.rest();

    assertThat(memory.lastGood()).isSameAs(lastGood);
  }

  private static ManifestCache memoryOf(Map<String, FileReading> readings, LastGood lastGood) {
    ManifestCache memory = new ManifestCache(LastGood.none());
    memory.keep(readings, lastGood);
    return memory;
  }

  /** Two files, of which the second has more to say. */
  private static Map<String, FileReading> readings(String more) {
    return Map.of(
        "a.yaml", namespaces("a", ManifestCache.MANY, ""), "b.yaml", namespaces("b", 2, more));
  }

  private static FileReading namespaces(String name, int count, String more) {
    String text =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s%d%s}\n"
                        .formatted(name, i, more))
            .collect(Collectors.joining("---\n"));
    return ManifestReader.read(new ManifestFile(name + ".yaml", text));
  }
}
