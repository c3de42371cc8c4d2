package dev.lvs.operator.status.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.operator.status.node.Hearing.Found;
import dev.lvs.verdict.Row;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HearingTest {
  private static final Map<String, Boolean> PLANNED = Map.of("edge-1", false);
  private static final Map<String, Boolean> SAID_SILENT = Map.of("edge-1", true);
  private static final Found NOTHING = new Found(Set.of(), Set.of(), Set.of());

  private final Hearing hearing = new Hearing();

  @Row("silent-node-unknown")
  @Test
  void anAgentThatRenewsNothingMoreIsSilentAfterSomeLooks() {
    Map<String, String> still = Map.of("edge-1", "12:00:00");

    for (int look = 0; look < Hearing.PATIENCE; look++) {
      assertThat(hearing.look(still, PLANNED)).isEqualTo(NOTHING);
    }

    assertThat(hearing.look(still, PLANNED).silent()).containsExactly("edge-1");
    assertThat(hearing.look(Map.of("edge-1", "12:01:00"), SAID_SILENT).heard())
        .containsExactly("edge-1");
  }

  @Row("silent-node-unknown")
  @Test
  void timesAreNotCompared() {
    for (int look = 0; look < 20; look++) {
      // an agent whose clock runs backwards, years ago
      String time = "2001-01-01T00:00:%02d".formatted(59 - look);
      assertThat(hearing.look(Map.of("edge-1", time), PLANNED)).isEqualTo(NOTHING);
    }
  }

  @Row("silent-node-unknown")
  @Test
  void anAgentThatNeverRenewedAnythingIsSilentToo() {
    for (int look = 0; look < Hearing.PATIENCE; look++) {
      assertThat(hearing.look(Map.of(), PLANNED)).isEqualTo(NOTHING);
    }

    assertThat(hearing.look(Map.of(), PLANNED).silent()).containsExactly("edge-1");
  }

  @Row("silent-node-unknown")
  @Test
  void aStartBelievesWhatWasSaidUntilItHears() {
    Map<String, String> still = Map.of("edge-1", "12:00:00");

    for (int look = 0; look < 10; look++) {
      assertThat(hearing.look(still, SAID_SILENT)).isEqualTo(NOTHING);
    }

    assertThat(hearing.look(Map.of("edge-1", "12:00:10"), SAID_SILENT).heard())
        .containsExactly("edge-1");
  }

  @Row("node-made-anew")
  @Test
  void anAgentWithoutAPlanThatGoesOnRenewingIsAsking() {
    assertThat(hearing.look(Map.of("edge-1", "1"), Map.of())).isEqualTo(NOTHING);
    assertThat(hearing.look(Map.of("edge-1", "2"), Map.of())).as("a last one").isEqualTo(NOTHING);

    assertThat(hearing.look(Map.of("edge-1", "3"), Map.of()).asking()).containsExactly("edge-1");
    assertThat(hearing.look(Map.of("edge-1", "3"), Map.of())).isEqualTo(NOTHING);
  }
}
