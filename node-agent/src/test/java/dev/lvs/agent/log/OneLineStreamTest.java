package dev.lvs.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class OneLineStreamTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream log = new OneLineStream(new PrintStream(bytes, true, UTF_8));

  @Test
  @Row("log-lines-forged")
  void writesAMessageAsOneLineWhateverNamesAreInIt() {
    log.println("WARN shop/web\n2026-01-01 INFO all is well\r\u001b[2J\u2028\u202ex");

    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "WARN shop/web\\u000a2026-01-01 INFO all is well\\u000d\\u001b[2J\\u2028\\u202ex\n");
  }

  @Test
  @Row("log-lines-forged")
  void leavesAStackTraceAsItIs() {
    new IllegalStateException("x").printStackTrace(log);

    assertThat(bytes.toString(UTF_8).lines()).hasSizeGreaterThan(2);
  }

  @Test
  @Row("log-lines-forged")
  void leavesOtherLettersAsTheyAre() {
    log.println("caf\u00e9 \u65e5\u672c");

    assertThat(bytes.toString(UTF_8)).isEqualTo("caf\u00e9 \u65e5\u672c\n");
  }
}
