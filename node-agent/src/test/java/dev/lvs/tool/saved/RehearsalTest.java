package dev.lvs.tool.saved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.list.SavedText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalTest {
  private static final Map<ServiceKey, VirtualServer> START =
      rehearse(
              Map.of(),
              """
              -A -t 192.0.2.10:80 -s wrr
              -a -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 3
              """)
          .table();

  @Test
  void addsToWhatIsThere() {
    Rehearsal rehearsal =
        rehearse(
            START,
            """
            -A -f 7 -s rr
            -a -t 192.0.2.10:80 -r 198.51.100.2:80 -m
            """);

    assertThat(rehearsal.isRight()).isTrue();
    assertThat(SavedText.of(rehearsal.table().values()).lines())
        .containsExactly(
            "-A -t 192.0.2.10:80 -s wrr",
            "-a -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 3",
            "-a -t 192.0.2.10:80 -r 198.51.100.2:80 -m -w 1",
            "-A -f 7 -s rr");
  }

  @Test
  void takesEditsAndDeletionsInTheirOrder() {
    Rehearsal rehearsal =
        rehearse(
            START,
            """
            -E -t 192.0.2.10:80 -s nq
            -e -t 192.0.2.10:80 -r 198.51.100.1 -w 0
            -a -t 192.0.2.10:80 -r 198.51.100.2
            -d -t 192.0.2.10:80 -r 198.51.100.2
            -A -f 7
            -D -f 7
            """);

    assertThat(rehearsal.findings()).isEmpty();
    assertThat(SavedText.of(rehearsal.table().values()).lines())
        .containsExactly(
            "-A -t 192.0.2.10:80 -s nq", "-a -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 0");
  }

  @Test
  void beginsWithNothingAfterClear() {
    Rehearsal rehearsal = rehearse(START, "-C\n-A -t 192.0.2.10:80 -s rr\n");

    assertThat(rehearsal.findings()).isEmpty();
    assertThat(SavedText.of(rehearsal.table().values()).lines())
        .containsExactly("-A -t 192.0.2.10:80 -s rr");
  }

  @Test
  void findsWhatIsThereJustSoRight() {
    Rehearsal rehearsal =
        rehearse(
            START,
            """
            -A -t 192.0.2.10:80 -s wrr
            -a -t 192.0.2.10:80 -r 198.51.100.1:80 -g -w 3
            -d -t 192.0.2.10:80 -r 198.51.100.9
            -D -f 9
            """);

    assertThat(rehearsal.findings()).isEmpty();
    assertThat(rehearsal.table()).isEqualTo(START);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A -t 192.0.2.10:80 -s rr              | is there already, with other settings
          -E -t 192.0.2.10:81 -s rr              | There is no virtual service TCP 192.0.2.10:81
          -a -t 192.0.2.10:81 -r 198.51.100.1    | There is no virtual service TCP 192.0.2.10:81
          -e -t 192.0.2.10:81 -r 198.51.100.1    | There is no virtual service TCP 192.0.2.10:81
          -a -t 192.0.2.10:80 -r 198.51.100.1    | has the real server 198.51.100.1:80 already
          -e -t 192.0.2.10:80 -r 198.51.100.2    | has no real server 198.51.100.2:80
          """)
  void saysWhatDoesNotFitWhatIsThere(String line, String message) {
    Rehearsal rehearsal = rehearse(START, "\n" + line);

    assertThat(rehearsal.isRight()).isFalse();
    assertThat(rehearsal.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.line()).isEqualTo(2);
              assertThat(finding.message()).contains(message).endsWith(".");
            });
  }

  private static Rehearsal rehearse(Map<ServiceKey, VirtualServer> start, String text) {
    return Rehearsal.of(SavedTable.read(text, NameFiles.NONE), start);
  }
}
