package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.round.Round;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drift that another program causes again and again. */
@Tag("kernel")
class FightIT {
  private static final String HTTP = "10.1.210.58:80";

  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipvsadm -D -t 10.1.210.58:80",
        "ipvsadm -d -t 10.1.210.58:80 -r 10.1.210.52:80",
        "ip addr del 10.1.210.58/32 dev e0",
        "ipvsadm -E -t 10.1.210.58:80 -s sed"
      })
  @Row("fight")
  void isToldAndEndsWithIt(String undo) throws IOException, InterruptedException {
    try (EditableManifests manifests = EditableManifests.ofExample("dr");
        Agents agents = Agents.begin(lab, manifests, Duration.ofMillis(100))) {
      agents.settle();

      Process loop =
          new ProcessBuilder(
                  lab.director()
                      .execution("sh", "-c", "while :; do " + undo + " 2>&1; sleep 0.05; done"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectErrorStream(true)
              .start();
      Round round;
      try {
        round =
            agents.await(Topology.DIRECTOR, one -> !one.isConverged() && one.isAtWar(), "a fight");
      } finally {
        loop.destroy();
        assertThat(loop.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(round.shortfalls())
          .anyMatch(one -> one.reason().equals("Fight") && one.message().contains("at least 5"));

      // as soon as it is put right the next time nobody undoes it any more
      agents.await(
          Topology.DIRECTOR,
          one -> one.before().diff().isEmpty() && one.refused().isEmpty(),
          "peace");
      assertThat(lab.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
    }
  }
}
