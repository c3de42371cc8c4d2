package dev.lvs.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.api.v1alpha1.MaintenanceNote.Note;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceNoteTest {
  private static final String TIME = "2026-11-30T04:00:00Z";

  @Test
  void readsModeTimeAndReason() {
    assertThat(MaintenanceNote.parse("Drain until " + TIME + ": new disk: the second"))
        .isEqualTo(note(MaintenanceMode.DRAIN, "new disk: the second", TIME));
    assertThat(MaintenanceNote.parse("Off: new disk"))
        .isEqualTo(note(MaintenanceMode.OFF, "new disk", null));
    assertThat(MaintenanceNote.parse("Off until " + TIME))
        .isEqualTo(note(MaintenanceMode.OFF, null, TIME));
    assertThat(MaintenanceNote.parse("Drain")).isEqualTo(note(MaintenanceMode.DRAIN, null, null));
  }

  @Test
  void readsThatThereIsNone() {
    assertThat(MaintenanceNote.parse("None until " + TIME))
        .isEqualTo(new Note(Optional.empty(), Optional.of(TIME)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " Drain",
        "drain",
        "Remove",
        "Drain until",
        "Drain until tomorrow",
        "Drain until 2026-02-30T00:00:00Z",
        "Drain until 2026-11-30T04:00:00",
        "Drain:no space",
        "Drain: ",
        "Drain until 2026-11-30T04:00:00Z new disk",
        "Drain\n: x"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> MaintenanceNote.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)'.*' is no (maintenance|time); write .*[.]");
  }

  private static Note note(MaintenanceMode mode, @Nullable String reason, @Nullable String until) {
    return new Note(Optional.of(new Maintenance(mode, reason, until)), Optional.ofNullable(until));
  }
}
