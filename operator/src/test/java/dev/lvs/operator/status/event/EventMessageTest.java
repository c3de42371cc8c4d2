package dev.lvs.operator.status.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMessageTest {
  /** A condition is written TYPE STATUS REASON MESSAGE, several are parted by commas. */
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before                          | after                              | told
                                            | Accepted True Accepted ok          |
                                            | Accepted False PortMismatch words  | Warning PortMismatch words
                                            | Programmed True Programmed done, Ready True Ready 2of2 | Normal Programmed done
          Accepted False PortMismatch words | Accepted False PortMismatch words  |
          Accepted False PortMismatch words | Accepted False PortMismatch others | Warning PortMismatch others
          Accepted False PortMismatch words | Accepted True Accepted ok          | Normal Accepted ok
          Accepted True Accepted ok         | Accepted True LeftOut words        | Warning LeftOut words
          Accepted True LeftOut words       | Accepted True LeftOut words        |
          Programmed Unknown Pending wait   | Programmed True Programmed done    | Normal Programmed done
          Programmed True Programmed done   | Programmed Unknown Updating wait   |
          Programmed Unknown Updating wait  | Programmed True Programmed done    |
          Programmed Unknown Updating wait  | Programmed False Refused words     | Warning Refused words
          Ready True Ready 1of2             | Ready True Ready 2of2              |
                                            | Programmed False X same, Ready False X same | Warning X same
          """)
  void tellsWhatIsNews(@Nullable String before, String after, @Nullable String told) {
    List<EventMessage> announcements = EventMessage.of(conditions(before), conditions(after));

    assertThat(
            announcements.stream()
                .map(it -> (it.warning() ? "Warning " : "Normal ") + it.reason() + " " + it.note())
                .collect(Collectors.joining(", ")))
        .isEqualTo(told == null ? "" : told);
  }

  @Test
  void keepsToTheLengthThatTheApiTakes() {
    for (String letter : List.of("x", "ä", "…")) {
      String note = new EventMessage(true, "Reason", letter.repeat(5000)).note();

      assertThat(note).endsWith("…");
      assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1022, 1024);
    }
  }

  private static List<Condition> conditions(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(", ", -1)).map(EventMessageTest::condition).toList();
  }

  private static Condition condition(String text) {
    String[] words = text.split(" ", -1);
    return new ConditionBuilder()
        .withType(words[0])
        .withStatus(words[1])
        .withReason(words[2])
        .withMessage(words[3])
        .build();
  }
}
