package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.health.ServerFinding;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthFileTest {
  private static final KernelLife LIFE = new KernelLife("a-boot", "net:[1]");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000})
  void whatIsWrittenIsRead(int servers) throws IOException {
    List<ServerFinding> findings =
        IntStream.range(0, servers).mapToObj(HealthFileTest::finding).toList();

    new HealthFile(directory).write(LIFE, 1, () -> findings);

    LocalHealth said = HealthFile.read(directory).orElseThrow();
    assertThat(said.doubt(LIFE)).isEmpty();
    assertThat(said.servers()).isEqualTo(findings.stream().map(LocalHealth.Server::of).toList());
  }

  @Test
  void isOfOneLifeOfTheKernelOnly() throws IOException {
    new HealthFile(directory).write(LIFE, 1, List::of);

    assertThat(HealthFile.read(directory).orElseThrow().doubt(new KernelLife("a-boot", "net:[2]")))
        .isPresent();
  }

  @Test
  void isNotBelievedForLong() {
    long now = LocalStatement.now().toMillis();

    assertThat(new LocalHealth("", LIFE.toString(), now - 14_000, 15_000L, List.of()).doubt(LIFE))
        .isEmpty();
    assertThat(new LocalHealth("", LIFE.toString(), now - 16_000, 15_000L, List.of()).doubt(LIFE))
        .get()
        .asString()
        .startsWith("the agent has said nothing for 16 s");
    assertThat(new LocalHealth("", LIFE.toString(), now + 60_000, 15_000L, List.of()).doubt(LIFE))
        .isPresent();
  }

  @Test
  void isNotWrittenAgainWithoutNews() {
    AtomicInteger asked = new AtomicInteger();
    HealthFile file = new HealthFile(directory);

    for (int i = 0; i < 5; i++) {
      file.write(
          LIFE,
          1,
          () -> {
            asked.incrementAndGet();
            return List.of();
          });
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void whatIsDamagedIsToldAndWhatIsMissingIsNothing() throws IOException {
    assertThat(HealthFile.read(directory)).isEmpty();

    Files.writeString(directory.resolve("health.json"), "{\"at\": ");

    assertThatThrownBy(() -> HealthFile.read(directory))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ServerFinding finding(int number) {
    boolean up = number % 2 == 0;
    return new ServerFinding(
        ServiceKey.parse("TCP 192.0.2.10:80"),
        new DestinationKey(IpAddress.ipv4(0xc6336400 + number), 8080),
        up ? ServerFinding.State.HEALTHY : ServerFinding.State.UNHEALTHY,
        up
            ? HealthEvidence.NONE
            : new HealthEvidence(
                Optional.of(NOON), Optional.of("a \"reason\" ]}"), 3, Optional.of(NOON)),
        up ? Optional.of(NOON) : Optional.empty());
  }
}
