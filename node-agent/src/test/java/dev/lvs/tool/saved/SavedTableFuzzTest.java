package dev.lvs.tool.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Fuzzes saved tables: reading them ends, and what is not understood is a finding. */
class SavedTableFuzzTest {
  private static final List<String> WORDS =
      List.of(
          "-A",
          "-E",
          "-D",
          "-a",
          "-e",
          "-d",
          "-C",
          "-Z",
          "--set",
          "--start-daemon",
          "master",
          "-t",
          "-u",
          "--sctp-service",
          "-f",
          "-6",
          "-s",
          "rr",
          "mh",
          "-b",
          "mh-port,flag-3",
          "-p",
          "300",
          "-M",
          "255.255.255.0",
          "64",
          "--pe",
          "sip",
          "-o",
          "-r",
          "-g",
          "-i",
          "-m",
          "--tun-type",
          "gue",
          "--tun-port",
          "6080",
          "--tun-csum",
          "-w",
          "-x",
          "-y",
          "192.0.2.10:80",
          "10.1",
          "[2001:db8::10]:80",
          "2001:db8::1",
          "www:http",
          "-1",
          "4294967296",
          "--",
          "-",
          "=",
          "--=",
          "-t=",
          "[",
          "]:",
          ":",
          "#",
          "\u0000",
          "\ud800",
          "\u001b[2J",
          "99999999999999999999");

  @Property
  void takesAnyText(@ForAll String text) {
    assertNamed(text);
  }

  @Property
  void takesItsOwnWordsInAnyOrder(@ForAll("shuffled") String text) {
    assertNamed(text);
  }

  @Provide
  Arbitrary<String> shuffled() {
    Arbitrary<String> word =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of(WORDS)), Tuple.of(1, Arbitraries.strings().ofMaxLength(8)));
    Arbitrary<String> line = word.list().ofMaxSize(9).map(words -> String.join(" ", words));
    return line.list().ofMaxSize(4).map(lines -> String.join("\n", lines));
  }

  private static void assertNamed(String text) {
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertOnlyFindings(text));
  }

  private static void assertOnlyFindings(String text) {
    SavedTable saved = SavedTable.read(text, NameFiles.of(text, text));

    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    assertThat(saved.findings())
        .allSatisfy(
            finding -> {
              assertThat(finding.line()).isBetween(1, (int) lines);
              assertThat(finding.message()).matches("\\P{C}+\\.").hasSizeLessThan(300);
            });
    assertThat(Rehearsal.of(saved, Map.of()).findings())
        .hasSizeGreaterThanOrEqualTo(saved.findings().size());
  }
}
