package dev.lvs.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.health.Course.Moment;
import dev.lvs.agent.health.Standing.Thresholds;
import dev.lvs.agent.plan.CheckSamples;
import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.Advice.Load;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A real server with two checks, which both have to pass. */
class SeveralChecksTest {
  private static final ServiceKey WEB = ServiceKey.parse("TCP 192.0.2.10:80");
  private static final DestinationKey SERVER =
      new DestinationKey(IpAddress.parse("192.0.2.21"), 80);
  private static final int WEIGHT = 5;

  private final Watched first = watched(80);
  private final Watched second = watched(8080);
  private final Standings standings = new Standings();
  private int time;

  @Test
  void isNotKnownBeforeEachCheckHasAResult() {
    standings.watch(List.of(first, second), now());
    assertThat(health()).isInstanceOf(ServerHealth.Unknown.class);

    take(first, ProbeResult.Passed.PLAIN);
    assertThat(health()).isInstanceOf(ServerHealth.Unknown.class);

    take(second, ProbeResult.Passed.PLAIN);
    assertThat(health()).isEqualTo(ServerHealth.Up.AS_PLANNED);
  }

  @Test
  void isDownWhileOneOfThemFailsAndSaysWhich() {
    standings.watch(List.of(first, second), now());
    take(first, ProbeResult.Passed.PLAIN);
    take(second, new ProbeResult.Failed("no disk"));

    assertThat(health())
        .isInstanceOfSatisfying(
            ServerHealth.Down.class,
            down -> assertThat(down.evidence().reason()).contains("no disk"));
    assertThat(standings.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.state()).isEqualTo(ServerFinding.State.UNHEALTHY));

    take(first, new ProbeResult.Failed("refused"));
    take(second, ProbeResult.Passed.PLAIN);
    assertThat(health()).isInstanceOf(ServerHealth.Down.class);

    take(first, ProbeResult.Passed.PLAIN);
    assertThat(health()).isInstanceOf(ServerHealth.Up.class);
  }

  @Test
  void isDownForTheNextAgentTooAndComesUpByTheCheckThatFailed() {
    standings.watch(List.of(first, second), now());
    take(first, ProbeResult.Passed.PLAIN);
    take(second, new ProbeResult.Failed("no disk"));
    Standings next = new Standings();

    next.recall(standings.remembered(now()));
    next.watch(List.of(first, second), now());

    assertThat(next.health(Set.of()).of(WEB, SERVER)).isInstanceOf(ServerHealth.Down.class);
    next.take(first.check(), ProbeResult.Passed.PLAIN, now());
    assertThat(next.health(Set.of()).of(WEB, SERVER)).isInstanceOf(ServerHealth.Down.class);
    next.take(second.check(), ProbeResult.Passed.PLAIN, now());
    assertThat(next.health(Set.of()).of(WEB, SERVER)).isInstanceOf(ServerHealth.Up.class);
  }

  /** As keepalived adds up what its checkers give ({@code effective_weight}). */
  @Test
  void addsUpWhatTheyGiveAndTake() {
    standings.watch(List.of(first, second), now());
    take(first, saying(new Load.Exactly(12)));
    take(second, saying(new Load.More(-3)));
    assertThat(weight()).hasValue(9);

    take(first, saying(new Load.Exactly(0)));
    assertThat(weight()).hasValue(0);

    take(second, saying(new Load.More(0)));
    take(first, ProbeResult.Passed.PLAIN);
    take(first, saying(new Load.Percent(100)));
    assertThat(weight()).hasValue(WEIGHT);
  }

  @Test
  void isInDoubtWhereOneOfThemCannotBeMade() {
    standings.watch(List.of(first, second), now());
    take(first, ProbeResult.Passed.PLAIN);
    take(second, new ProbeResult.Inconclusive("no file descriptor is left"));

    assertThat(health())
        .isInstanceOfSatisfying(
            ServerHealth.Up.class,
            up ->
                assertThat(up.doubt().orElseThrow().reason())
                    .contains("no file descriptor is left"));
    assertThat(standings.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.state()).isEqualTo(ServerFinding.State.UNKNOWN));
  }

  private OptionalInt weight() {
    return health() instanceof ServerHealth.Up up ? up.weight() : OptionalInt.empty();
  }

  private ServerHealth health() {
    return standings.health(Set.of()).of(WEB, SERVER);
  }

  private void take(Watched one, ProbeResult result) {
    standings.take(one.check(), result, now());
  }

  private static ProbeResult saying(Load load) {
    return new ProbeResult.Passed(Optional.of(Advice.of(load)), Optional.empty());
  }

  private Moment now() {
    Instant at = Instant.ofEpochSecond(++time);
    return new Moment(at, at);
  }

  private static Watched watched(int port) {
    return new Watched(
        WEB,
        SERVER,
        WEIGHT,
        new Checks(Optional.empty())
            .of(CheckSamples.check("tcp: {}, port: " + port), SERVER.address(), 80),
        new Thresholds(1, 1),
        InitialHealth.UP,
        false);
  }
}
