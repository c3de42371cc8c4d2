package dev.lvs.agent.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ZippedTextTest {
  @Property
  void isTheTextThatWasRead(@ForAll String said, @ForAll byte[] bytes, @ForAll byte[] others)
      throws IOException {
    ZippedText text = zipped(bytes);

    String valid = new String(said.getBytes(UTF_8), UTF_8);
    assertThat(zipped(valid.getBytes(UTF_8)).text()).isEqualTo(valid);
    assertThat(text).isEqualTo(zipped(bytes)).hasSameHashCodeAs(zipped(bytes));
    assertThat(text.equals(zipped(others))).isEqualTo(Arrays.equals(bytes, others));
  }

  @Test
  void isNoTextWhereItIsNotUtf8() throws IOException {
    ZippedText latin = zipped("caf\u00e9".getBytes(ISO_8859_1));

    assertThatThrownBy(latin::text).isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void readsNoMoreThanItMay() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };

    assertThatThrownBy(() -> ZippedText.of(endless, 1_000_000))
        .hasMessageContaining("more than 1000000 bytes");
  }

  @Test
  void isTheSameHoweverItWasRead() throws IOException {
    byte[] bytes = "spec: {address: 192.0.2.1}\n".repeat(10_000).getBytes(UTF_8);
    List<ByteArrayInputStream> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 7) {
      pieces.add(new ByteArrayInputStream(bytes, at, 7));
    }
    InputStream slow = new SequenceInputStream(Collections.enumeration(pieces));

    assertThat(ZippedText.of(slow, Long.MAX_VALUE)).isEqualTo(zipped(bytes));
  }

  private static ZippedText zipped(byte[] bytes) throws IOException {
    return ZippedText.of(new ByteArrayInputStream(bytes), Long.MAX_VALUE);
  }
}
