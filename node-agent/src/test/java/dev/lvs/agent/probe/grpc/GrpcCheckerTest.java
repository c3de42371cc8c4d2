package dev.lvs.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.probe.Talk;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are those of grpc-go 1.82, byte by byte. */
class GrpcCheckerTest {
  private static final String SETTINGS = "000006040000000000000500004000" + "000000040100000000";
  private static final String HEADERS = "00000e010400000001885f8b1d75d0620d263d4c4d6564";
  private static final String TRAILERS =
      "00001801050000000140889acac8b21234da8f013040899acac8b5254207317f00";

  private static final String SERVING =
      SETTINGS + HEADERS + "000007" + "000000000001" + "00000000020801" + TRAILERS;
  private static final String NOT_SERVING =
      SETTINGS + HEADERS + "000007" + "000000000001" + "00000000020802" + TRAILERS;
  private static final String NOT_FOUND =
      SETTINGS
          + "000031010500000001885f8b1d75d0620d263d4c4d656440889acac8b21234da8f013540899acac8b5254"
          + "207317f8bb6aeb51fc54a20b677310b";

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9, 4096})
  void readsWhatAServerSaysOfAService(int piece) {
    assertThat(answered(SERVING, piece)).isEqualTo("passed");
    assertThat(answered(NOT_SERVING, piece))
        .isEqualTo("192.0.2.21:8080 answers NOT_SERVING for shop");
    assertThat(answered(NOT_FOUND, piece))
        .isEqualTo("192.0.2.21:8080 answers NOT_FOUND: 'unknown service'");
  }

  @Test
  void doesNotTakeAMessageForAnAnswerBeforeItsStatus() {
    String cut = SERVING.substring(0, SERVING.length() - TRAILERS.length());

    assertThat(answered(cut, 4096)).isEqualTo("waiting");
    assertThat(talk().says(bytes(cut), 4096).ends().outcome())
        .isEqualTo("192.0.2.21:8080 ended the connection before it answered");
  }

  @Test
  void acknowledgesSettingsAndPings() {
    Talk talk = talk();
    int before = talk.sent().length();

    talk.says(bytes(SETTINGS + "0000080600000000000001020304050607"), 4096);

    assertThat(talk.sent().substring(before))
        .isEqualTo("\0\0\0\4\1\0\0\0\0\0\0\10\6\1\0\0\0\0\0\1\2\3\4\5\6\7");
  }

  @Test
  void namesAServerThatSpeaksSomethingElse() {
    assertThat(talk().says("HTTP/1.1 400 Bad Request\r\n\r\n").outcome())
        .isEqualTo("the answer of 192.0.2.21:8080 is not HTTP/2");
    assertThat(answered("00000807000000000000000000" + "0000000d", 4096))
        .isEqualTo("192.0.2.21:8080 refuses HTTP/2 (GOAWAY)");
    assertThat(answered("000004030000000001" + "00000007", 4096))
        .isEqualTo("192.0.2.21:8080 refuses the call (RST_STREAM)");
    // :status 404 and 500 of the static table
    assertThat(answered("000001010500000001" + "8d", 4096))
        .isEqualTo("HTTP '404' from 192.0.2.21:8080");
    assertThat(answered("000001010500000001" + "88", 4096))
        .isEqualTo("192.0.2.21:8080 ended the call without a gRPC status");
    assertThat(answered("000001010500000001" + "ff", 4096))
        .isEqualTo("the headers of 192.0.2.21:8080 are garbled");
  }

  @Test
  void remembersHeadersThatTheServerIndexes() {
    // grpc-status: 0 with indexing, in plain octets; then by its place in the dynamic table
    String indexed = "40" + "0b" + "677270632d737461747573" + "01" + "30";
    String first = "000010010400000001" + "88" + indexed;
    HeaderDecoder decoder = new HeaderDecoder();

    assertThat(decoder.decode(ByteBuffer.wrap(bytes(indexed))).orElseThrow())
        .containsEntry("grpc-status", "0");
    assertThat(decoder.decode(ByteBuffer.wrap(bytes("be"))).orElseThrow())
        .containsEntry("grpc-status", "0");
    assertThat(decoder.decode(ByteBuffer.wrap(bytes("bf")))).isEmpty();
    assertThat(answered(first, 4096)).isEqualTo("192.0.2.21:8080 answers UNKNOWN for shop");
  }

  @Property
  boolean neverThrowsForWhatAServerSends(
      @ForAll byte[] noise, @ForAll @IntRange(min = 1, max = 64) int piece) {
    Talk raw = talk().says(noise, piece).ends();
    Talk later = talk().says(bytes(SETTINGS + HEADERS), 4096).says(noise, piece).ends();
    return !raw.outcome().equals("waiting") && !later.outcome().equals("waiting");
  }

  private static String answered(String hex, int piece) {
    return talk().says(bytes(hex), piece).outcome();
  }

  private static Talk talk() {
    return Talk.with(new GrpcChecker("shop", Optional.empty()));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
