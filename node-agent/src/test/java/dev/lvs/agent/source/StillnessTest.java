package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.source.ManifestFiles.Content;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StillnessTest {
  private static final Duration QUIET = Duration.ofSeconds(2);

  private long now = 1;
  private final Stillness stillness = new Stillness(QUIET, () -> now);

  @Test
  @Row("manifest-still")
  void takesForFinishedWhatIsThereAtTheFirstLookEver() {
    stillness.begin(files(Map.of("a", "1")), Set.of());

    assertThat(stillness.unfinished()).isEmpty();
    assertThat(stillness.left()).isEmpty();
  }

  @Test
  @Row("manifest-still")
  void doesNotKnowHowLongItIsThatAFileCameOrWentBeforeTheFirstLook() {
    stillness.begin(files(Map.of("a", "1")), Set.of("b"));

    assertThat(stillness.unfinished()).containsExactlyInAnyOrder("a", "b");
    assertThat(stillness.left()).contains(QUIET);
  }

  @Test
  @Row("manifest-still")
  void waitsUntilTheWholeFolderIsStill() {
    stillness.begin(files(Map.of("a", "1", "b", "1", "c", "1")), Set.of());
    stillness.look(files(Map.of("b", "1", "c", "1")));
    pass(Duration.ofMillis(1900));
    stillness.look(files(Map.of("b", "2", "c", "1")));
    pass(Duration.ofMillis(1900));
    stillness.look(files(Map.of("b", "2", "c", "1")));
    assertThat(stillness.unfinished()).containsExactlyInAnyOrder("a", "b");
    assertThat(stillness.left()).contains(Duration.ofMillis(100));

    pass(Duration.ofMillis(100));
    stillness.look(files(Map.of("b", "2", "c", "1")));

    assertThat(stillness.unfinished()).isEmpty();
  }

  @Test
  @Row("manifest-still")
  void doesNotWaitForEverForAFolderThatIsNeverStill() {
    stillness.begin(files(Map.of("a", "1", "b", "0")), Set.of());
    stillness.look(files(Map.of("b", "1")));

    for (int second = 2; second < 40; second++) {
      pass(Duration.ofSeconds(1));
      stillness.look(files(Map.of("b", "" + second)));
    }

    assertThat(stillness.unfinished()).containsExactly("b");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static SortedMap<Path, Content> files(Map<String, String> texts) {
    SortedMap<Path, Content> files = new TreeMap<>();
    texts.forEach(
        (name, text) ->
            files.put(
                Path.of(name),
                new Content.Unreadable(
                    new ManifestFiles.Stamp(1, Instant.EPOCH, ""), Instant.EPOCH, text)));
    return files;
  }
}
