package dev.lvs.agent.probe.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.probe.Talk;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsCheckerTest {
  private static final String NAME = "03777777076578616d706c6503636f6d00";
  private static final String QUESTION = NAME + "00010001";

  @Test
  void asksOneQuestionWithRecursion() {
    String sent = asking(DnsType.A, null).sent();

    assertThat(HexFormat.of().formatHex(sent.substring(2).getBytes(ISO_8859_1)))
        .isEqualTo("01000001000000000000" + QUESTION);
  }

  @ParameterizedTest
  @CsvSource({
    "8180, passed",
    "8182, 192.0.2.21:8080 answers SERVFAIL to www.example.com. A",
    "8183, 192.0.2.21:8080 answers NXDOMAIN to www.example.com. A",
    "8185, 192.0.2.21:8080 answers REFUSED to www.example.com. A",
    "0100, waiting",
  })
  void judgesTheCode(String flags, String outcome) {
    assertThat(answered(asking(DnsType.A, null), flags, "0000", "")).isEqualTo(outcome);
  }

  @Test
  void waitsForTheAnswerToItsOwnQuestion() {
    Talk talk = asking(DnsType.A, null);
    byte[] other = HexFormat.of().parseHex("0000" + "8183" + "0001000000000000" + QUESTION);
    other[0] = (byte) ~talk.sent().charAt(0);

    assertThat(talk.says(other, 512).outcome()).isEqualTo("waiting");
  }

  @Test
  void holdsRecordsToWhatIsExpected() {
    String record = "c00c" + "0001" + "0001" + "0000003c" + "0004" + "c0000235";

    assertThat(answered(asking(DnsType.A, "192.0.2.53"), "8180", "0001", record))
        .isEqualTo("passed");
    assertThat(answered(asking(DnsType.A, "192.0.2.54"), "8180", "0001", record))
        .isEqualTo(
            "192.0.2.21:8080 answers '192.0.2.53' to www.example.com. A, expected 192.0.2.54");
    assertThat(answered(asking(DnsType.A, "192.0.2.53"), "8180", "0000", ""))
        .isEqualTo(
            "192.0.2.21:8080 answers no such record to www.example.com. A, expected 192.0.2.53");
  }

  @ParameterizedTest
  @CsvSource({
    "MX,   000f, 000a 02 6d78 c010,                  10 mx.example.com",
    "CNAME,0005, 01 61 c010,                         a.example.com",
    "TXT,  0010, 03 763d31 02 2078,                  v=1 x",
    "SRV,  0021, 0001 0002 1f90 c00c,                1 2 8080 www.example.com",
    "AAAA, 001c, 20010db8 00000000 00000000 00000053, 2001:db8::53",
  })
  void readsRecordsAsZoneFilesWriteThem(DnsType type, String number, String data, String text) {
    String bytes = data.replace(" ", "");
    String record =
        "c00c" + number + "0001" + "0000003c" + "%04x".formatted(bytes.length() / 2) + bytes;

    assertThat(answered(asking(type, text), "8180", "0001", record)).isEqualTo("passed");
  }

  @ParameterizedTest
  @CsvSource({
    "c00c,                    a record is cut",
    "ffff,                    a name refers to nothing",
    "c01d,                    a name does not end",
    "c00c000100010000003c00ff, a record is cut",
  })
  void namesAGarbledAnswer(String record, String why) {
    // c01d is the place of the record itself: a name that refers to itself
    String at = record.equals("c01d") ? "c021" : record;
    assertThat(answered(asking(DnsType.A, "192.0.2.53"), "8180", "0001", at))
        .isEqualTo("the answer of 192.0.2.21:8080 is not DNS: " + why);
  }

  @Property
  void neverThrowsForWhatAServerSends(@ForAll byte[] noise) {
    Talk talk = asking(DnsType.ANY, "x");
    byte[] answer = noise.clone();
    for (int i = 0; i < Math.min(2, answer.length); i++) {
      answer[i] = (byte) talk.sent().charAt(i);
    }

    assertThat(talk.says(answer, 4096).outcome()).isNotEmpty();
  }

  private static Talk asking(DnsType type, @Nullable String expected) {
    return Talk.with(new DnsChecker("www.example.com.", type, Optional.ofNullable(expected)));
  }

  private static String answered(Talk talk, String flags, String answers, String record) {
    byte[] answer =
        HexFormat.of().parseHex("0000" + flags + "0001" + answers + "00000000" + QUESTION + record);
    answer[0] = (byte) talk.sent().charAt(0);
    answer[1] = (byte) talk.sent().charAt(1);
    return talk.says(answer, 4096).outcome();
  }
}
