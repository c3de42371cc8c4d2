package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.sysctl.SysctlChange;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Applied;
import dev.lvs.agent.object.Outcome.Refused;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Change ONE = new SysctlChange.RestoreSysctl("net/ipv4/ip_forward", "0");
  private static final Change OTHER = new SysctlChange.RestoreSysctl("net/ipv4/vs/conntrack", "0");

  private final Refusals refusals = new Refusals();

  @Test
  void triesWhatWasRefusedEverMoreSeldom() {
    refusals.learn(refused(ONE), START);

    assertThat(refusals.due(List.of(ONE), START.plusMillis(900))).isEmpty();
    assertThat(refusals.due(List.of(ONE), START.plusSeconds(1))).containsExactly(ONE);

    refusals.learn(refused(ONE), START.plusSeconds(1));

    assertThat(refusals.due(List.of(ONE), START.plusMillis(2900))).isEmpty();
    assertThat(refusals.due(List.of(ONE), START.plusSeconds(3))).containsExactly(ONE);
  }

  @Test
  void triesEverythingTogetherAsSoonAsSomethingElseIsWanted() {
    refusals.learn(refused(ONE), START);

    assertThat(refusals.due(List.of(ONE, OTHER), START)).containsExactly(ONE, OTHER);
  }

  @Test
  void triesAtOnceForANewPlan() {
    refusals.learn(refused(ONE), START);

    refusals.retryAll();

    assertThat(refusals.due(List.of(ONE), START)).containsExactly(ONE);
  }

  @Test
  void forgetsWhatIsNotWantedAnyMore() {
    refusals.learn(refused(ONE), START);

    assertThat(refusals.due(List.of(), START)).isEmpty();

    assertThat(refusals.standing()).isEmpty();
  }

  @Test
  void forgetsWhatTheKernelTookInTheEnd() {
    refusals.learn(refused(ONE), START);

    refusals.learn(List.of(new Applied(ONE)), START.plusSeconds(1));

    assertThat(refusals.standing()).isEmpty();
  }

  private static List<Outcome> refused(Change change) {
    return List.of(new Refused(change, "ENOENT", "no"));
  }
}
