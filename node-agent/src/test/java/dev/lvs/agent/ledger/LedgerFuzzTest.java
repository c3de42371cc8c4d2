package dev.lvs.agent.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;

/** Fuzzes the ledger: reading it ends, and what is damaged is named as such. */
@NullUnmarked
class LedgerFuzzTest {
  private static final Duration NEVER = Duration.ofSeconds(20);
  private static final KernelLife LIFE = new KernelLife("boot", "net:[1]");
  private static final List<String> CLAIMS =
      List.of(
          "service TCP 192.0.2.10 80",
          "service FWM IPV6 7",
          "service 50 192.0.2.10 80",
          "destination TCP 192.0.2.10 80 198.51.100.21 8080",
          "destination FWM IPV4 4294967295 2001:db8::21 0",
          "tunnel lvsi-c6336415 IPIP 198.51.100.21",
          "tunnel lvsgc-c6336415 GRE 198.51.100.21 csum",
          "gue IPV4 6080",
          "vip 192.0.2.10 eth0",
          "table inet lvs-operator",
          "sysctl net/ipv4/vs/sync_threshold 3 50 -> 0 1",
          "timeout TCP_FIN 120 -> 60",
          "daemon MASTER eth1 1 224.0.0.81 8848 1 1472",
          "daemon BACKUP eth1 1 - 8848 1 1472");
  private static final List<String> SCRAPS =
      List.of(
          " ",
          "  ",
          "\n",
          "\u0000",
          "-",
          "+ ",
          "- ",
          "-1",
          "65536",
          "99999999999999999999",
          "::",
          "TCP",
          "FWM",
          "ESP",
          "IPV4",
          "\ud83d");

  private static Path directory;
  private static Path file;

  @BeforeContainer
  static void makeADirectory() throws IOException {
    directory = Files.createTempDirectory("fuzz");
    file = directory.resolve("ledger-" + LIFE.fileName());
  }

  @AfterContainer
  static void cleanUp() throws IOException {
    Files.deleteIfExists(file);
    Files.delete(directory);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void readsAnyBytes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = journal(CLAIMS.stream().map(claim -> "+ " + claim).toList());
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));

    assertNamed();
  }

  /** As another version of the agent might have written them, whose checksums fit. */
  @Property(shrinking = ShrinkingMode.OFF)
  void readsAnyLines(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder line =
        new StringBuilder(random.nextBoolean() ? "+ " : "- ")
            .append(CLAIMS.get(random.nextInt(CLAIMS.size())));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(line.length() + 1);
      int to = Math.min(line.length(), at + random.nextInt(9));
      line.replace(at, random.nextBoolean() ? at : to, SCRAPS.get(random.nextInt(SCRAPS.size())));
    }
    Files.write(file, journal(List.of(line.toString().replace('\n', ' '))));

    assertNamed();
  }

  /** As {@link Journal} writes it, but without waiting for the disk. */
  private static byte[] journal(List<String> lines) {
    StringBuilder text = new StringBuilder();
    Stream.concat(Stream.of("lvs-agent ledger 2 of " + LIFE + " 0000000000000000"), lines.stream())
        .forEach(
            line -> {
              CRC32C sum = new CRC32C();
              sum.update(line.getBytes(UTF_8));
              String digits = HexFormat.of().toHexDigits((int) sum.getValue());
              text.append(digits).append(' ').append(line).append('\n');
            });
    return text.toString().getBytes(UTF_8);
  }

  private static void assertNamed() {
    assertTimeoutPreemptively(
        NEVER,
        () -> {
          try {
            assertThat(Ledger.read(directory, LIFE)).isNotNull();
          } catch (LedgerException named) {
            assertThat(named.getMessage().getBytes(UTF_8).length).isLessThan(600);
            assertThat(named).hasMessageContaining("ledger").hasMessageNotContaining("null");
          }
        });
  }
}
