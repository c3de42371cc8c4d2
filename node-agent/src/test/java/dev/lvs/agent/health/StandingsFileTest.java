package dev.lvs.agent.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.health.Course.Moment;
import dev.lvs.agent.health.Remembered.Place;
import dev.lvs.agent.health.Standing.Thresholds;
import dev.lvs.agent.health.StandingsFile.Contents;
import dev.lvs.agent.plan.CheckSamples;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standings of an agent that is killed, in the next one. */
class StandingsFileTest {
  private static final ServiceKey WEB = ServiceKey.parse("TCP 192.0.2.10:80");
  private static final IpAddress SERVER = IpAddress.parse("198.51.100.1");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path folder;

  @Test
  void aServerThatWasDownStaysDownUntilItHasBeenProbed() {
    Standings next = after(watched(InitialHealth.UP), "---");

    assertThat(health(next)).isInstanceOf(ServerHealth.Down.class);
    assertThat(((ServerHealth.Down) health(next)).evidence().reason()).contains("refused");
    // by the clock of this agent it went down before it began
    assertThat(((ServerHealth.Down) health(next)).since()).contains(Instant.EPOCH.minusSeconds(7));

    pass(next, 1);
    assertThat(health(next)).isInstanceOf(ServerHealth.Down.class);
    pass(next, 2);
    assertThat(health(next)).isInstanceOf(ServerHealth.Up.class);
    assertThat(((ServerHealth.Up) health(next)).cameUp()).contains(Instant.EPOCH.plusSeconds(2));
  }

  @Test
  void aServerThatWasUpIsUpAlsoWhereItsFirstStateIsDown() {
    Standings next = after(watched(InitialHealth.DOWN), "+");

    assertThat(health(next)).isInstanceOf(ServerHealth.Up.class);
  }

  @Test
  void oneThatWasUpFromTheBeginningIsNotRememberedAndDoesNotRise() {
    Watched one = watched(InitialHealth.UP);

    assertThat(begun(one, "+").remembered(at(1))).isEmpty();
    assertThat(((ServerHealth.Up) health(begun(one, "+"))).cameUp()).isEmpty();
  }

  @Test
  void aServerThatIsDownStaysSoWhereItsCheckIsEdited() {
    Standings standings = begun(watched(InitialHealth.UP), "---");

    standings.watch(List.of(with(CheckSamples.TCP.interval().milliseconds() * 2)), at(9));

    assertThat(health(standings)).isInstanceOf(ServerHealth.Down.class);
  }

  @Test
  void theServicesBelowTheirQuorumAreRemembered() {
    new StandingsFile(folder).write(new Contents(List.of(), new TreeSet<>(Set.of(WEB))));

    assertThat(new StandingsFile(folder).read().below()).containsExactly(WEB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "lvs-agent health 2\nsum 00000000\n", "cut", "edited", "binary"})
  void aFileThatIsDamagedSaysNothing(String damage) throws IOException {
    after(watched(InitialHealth.UP), "---");
    Path file = folder.resolve("standings");
    String good = Files.readString(file);
    switch (damage) {
      case "cut" -> Files.writeString(file, good.substring(0, good.length() / 2));
      case "edited" -> Files.writeString(file, good.replace("DOWN", "UP"));
      case "binary" -> Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      default -> Files.writeString(file, damage, UTF_8);
    }

    assertThat(new StandingsFile(folder).read()).isEqualTo(Contents.NONE);
  }

  @Test
  void aReasonThatAServerWroteIsOneLineAndBounded() {
    Watched one = watched(InitialHealth.UP);
    Standings standings = new Standings();
    standings.watch(List.of(one), at(0));
    for (int i = 0; i < 3; i++) {
      standings.take(one.check(), new ProbeResult.Failed("a\tb\nsum " + "x".repeat(999)), at(i));
    }

    new StandingsFile(folder).write(new Contents(standings.remembered(at(3)), new TreeSet<>()));

    assertThat(new StandingsFile(folder).read().servers())
        .singleElement()
        .matches(
            server -> server.reason().startsWith("a b sum x") && server.reason().length() == 200)
        .extracting(Remembered::place)
        .isEqualTo(new Place(WEB, new DestinationKey(SERVER, 80)));
  }

  /** The standings of the next agent, ten seconds by the time of day after this one began. */
  private Standings after(Watched one, String results) {
    new StandingsFile(folder)
        .write(new Contents(begun(one, results).remembered(at(results.length())), new TreeSet<>()));
    Standings next = new Standings();
    next.recall(new StandingsFile(folder).read().servers());
    next.watch(List.of(one), new Moment(NOON.plusSeconds(9), Instant.EPOCH));
    return next;
  }

  private static Standings begun(Watched one, String results) {
    Standings standings = new Standings();
    standings.watch(List.of(one), at(0));
    for (int i = 0; i < results.length(); i++) {
      standings.take(
          one.check(),
          results.charAt(i) == '+' ? ProbeResult.Passed.PLAIN : new ProbeResult.Failed("refused"),
          at(i));
    }
    return standings;
  }

  private static void pass(Standings standings, int second) {
    standings.take(
        standings.watched().getFirst().check(),
        ProbeResult.Passed.PLAIN,
        new Moment(NOON.plusSeconds(9 + second), Instant.EPOCH.plusSeconds(second)));
  }

  private static ServerHealth health(Standings standings) {
    return standings.health(Set.of()).of(WEB, new DestinationKey(SERVER, 80));
  }

  private static Moment at(int second) {
    return new Moment(NOON.plusSeconds(second), Instant.ofEpochSecond(1000 + second));
  }

  private static Watched with(int interval) {
    HealthCheck other = CheckSamples.check("tcp: {}, interval: %dms".formatted(interval));
    return watched(other, InitialHealth.UP);
  }

  private static Watched watched(InitialHealth initial) {
    return watched(CheckSamples.TCP, initial);
  }

  private static Watched watched(HealthCheck check, InitialHealth initial) {
    return new Watched(
        WEB,
        new DestinationKey(SERVER, 80),
        1,
        new Checks(Optional.empty()).of(check, SERVER, 80),
        new Thresholds(2, 3),
        initial,
        false);
  }
}
