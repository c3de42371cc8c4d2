package dev.lvs.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.BgpSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpSessionsTest {
  private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr";
  private static final String REST = " 00000000:00000000 00:00000000 00000000     0        0 1";

  @TempDir Path proc;

  @ParameterizedTest
  @CsvSource({
    "32D2010A:00B3 01D2010A:A1B2 01, true, 'a router called'",
    "32D2010A:A1B2 01D2010A:00B3 01, true, 'it called a router'",
    "00000000:00B3 00000000:0000 0A, false, 'it listens'",
    "32D2010A:A1B2 01D2010A:00B3 02, false, 'nobody answers yet'",
    "32D2010A:A1B2 01D2010A:0050 01, false, 'another port'",
    "32D2010A:00B3 01D2010A:A1B2 06, false, 'it is over'"
  })
  void seesSessionsThatAreEstablished(String words, boolean session, String why) {
    assertThat(BgpSessions.isOne("   0: " + words + REST)).as(why).isEqualTo(session);
  }

  @Test
  void looksAtBothFamilies() throws IOException {
    Path net = Files.createDirectories(proc.resolve("thread-self/net"));
    BgpSessions sessions = new BgpSessions(proc);
    assertThat(sessions.look()).as("nothing is told").isEqualTo(BgpSession.UNKNOWN);

    Files.write(net.resolve("tcp"), List.of(HEAD));
    assertThat(sessions.look()).as("a kernel without IPv6").isEqualTo(BgpSession.NONE);

    Files.createDirectory(net.resolve("tcp6"));
    assertThat(sessions.look()).as("IPv6 is not told").isEqualTo(BgpSession.UNKNOWN);
    Files.delete(net.resolve("tcp6"));

    Files.write(
        net.resolve("tcp6"),
        List.of(
            HEAD,
            "   0: B80D0120000010020000000050000000:00B3 B80D0120000010020000000001000000:C001 01"
                + REST));
    assertThat(sessions.look()).isEqualTo(BgpSession.ESTABLISHED);
  }
}
