package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.scenario.VrrpPair.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two directors of which one has the VIP by VRRP of keepalived, without an API server, as a station
 * sees it that asks every 10 ms who has it.
 */
@Tag("kernel")
class VrrpIT {
  /**
   * What an agent says holds for 5 to 6 s, keepalived asks twice, and a director leaves by word.
   */
  private static final Duration AFTER_AN_AGENT = Duration.ofSeconds(12);

  /** Three intervals of 1 s and the skew. */
  private static final Duration AFTER_A_KEEPALIVED = Duration.ofSeconds(6);

  private @Nullable VrrpPair pair;
  private long begun;

  @AfterEach
  void close() {
    pair().close();
  }

  private VrrpPair pair() {
    return Objects.requireNonNull(pair);
  }

  private String begin(Consumer<EditableManifests> edit) {
    pair = new VrrpPair(edit);
    begun = System.nanoTime();
    return pair.owners().getFirst();
  }

  private void assertMoved(String from, Duration within, String what) {
    await()
        .atMost(within)
        .untilAsserted(
            () -> assertThat(pair().owners()).as(pair().logs(from)).hasSizeGreaterThan(1));
    pass(Duration.ofSeconds(5));
    assertThat(pair().owners()).containsExactly(from, other(from));
    assertThat(pair().ask()).hasToString("rs-52=1 rs-53=1");
    tell(what);
  }

  private void tell(String what) {
    System.out.println(
        "vrrp: %s: longest silence %d ms"
            .formatted(what, pair().sniffer().longestGap(begun, System.nanoTime()).toMillis()));
  }

  @Test
  void theVipMovesWhenTheAgentIsGone() {
    String holder = begin(_ -> {});

    pair().agent(holder).kill();

    assertMoved(holder, AFTER_AN_AGENT, "the agent is killed");
    assertThat(pair().host(holder).run("ip", "-o", "addr")).doesNotContain("10.1.210.58/");
  }

  @Test
  void nothingMovesWhenTheAgentIsStartedAgain() {
    String holder = begin(_ -> {});

    pair().agent(holder).terminate();
    pass(Duration.ofSeconds(2));
    pair().startAgent(holder);
    pass(Duration.ofSeconds(30));

    assertThat(pair().owners()).as(pair().logs(holder)).containsExactly(holder);
    assertThat(pair().ask()).hasToString("rs-52=1 rs-53=1");
    tell("the agent is started again");
  }

  /** Without what the agent says there would be no sign that it is gone. */
  @Test
  void nothingMovesWhereSomebodyElseSaysThatTheDirectorIsReady() throws IOException {
    String holder = begin(_ -> {});
    Path ready = pair().file(holder, "default.ready");
    String boot = Files.readString(ready).split(" ", -1)[1];

    pair().agent(holder).kill();
    for (int i = 0; i < 30; i++) {
      String up = Files.readString(Path.of("/proc/uptime")).split("\\.", -1)[0];
      Path fresh = ready.resolveSibling("fresh");
      Files.writeString(fresh, (Long.parseLong(up) + 5) + " " + boot);
      Files.move(fresh, ready, StandardCopyOption.ATOMIC_MOVE);
      pass(Duration.ofMillis(500));
    }

    assertThat(pair().owners()).containsExactly(holder);
  }

  @Test
  void theVipMovesWhenKeepalivedEnds() {
    String holder = begin(_ -> {});

    pair().keepalived(holder).destroy();

    assertMoved(holder, AFTER_A_KEEPALIVED, "keepalived ends");
  }

  @Test
  void eachNodeSaysWhetherItHasTheVipAsPacketsShowIt() {
    String holder = begin(_ -> {});
    awaitSaid(holder, "vrrp +default +Holder .* -");
    awaitSaid(other(holder), "vrrp +default +Waiting .* -");
    assertThat(pair().owners()).containsExactly(holder);

    pair().keepalived(holder).destroy();

    assertMoved(holder, AFTER_A_KEEPALIVED, "keepalived ends");
    awaitSaid(other(holder), "vrrp +default +Holder .* -");
    awaitSaid(holder, "vrrp +default +NotReady .* keepalived does not ask .*");

    // the VIP stays with it, and nobody says so any more
    pair().agent(other(holder)).signal("STOP");
    awaitSaid(other(holder), "Unknown: The agent has said nothing for .*");
    assertThat(pair().holders(other(holder))).doesNotContain("Holder ");
    pair().agent(other(holder)).signal("CONT");
    awaitSaid(other(holder), "vrrp +default +(Holder|Waiting|NotReady) .*");
  }

  private void awaitSaid(String node, String line) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(pair().holders(node).lines())
                    .as(pair().logs(node))
                    .anyMatch(said -> said.matches(line)));
  }

  /** What it leaves on the interface is removed by the next start. */
  @Test
  void theVipMovesOrStaysWithOneWhenKeepalivedIsKilled() {
    String holder = begin(_ -> {});

    List<String> processes =
        pair()
            .keepalived(holder)
            .descendants()
            .filter(one -> one.info().command().orElse("").endsWith("/keepalived"))
            .map(one -> Long.toString(one.pid()))
            .toList();
    // a child that sees its parent's end hands the VIPs over, and would be killed before it let go
    for (String signal : List.of("-STOP", "-KILL")) {
      pair()
          .host(holder)
          .run(Stream.concat(Stream.of("kill", signal), processes.stream()).toArray(String[]::new));
    }
    pass(Duration.ofSeconds(10));

    assertThat(pair().owners()).as(pair().logs(holder)).containsExactly(holder, other(holder));
    assertThat(pair().ask()).hasToString("rs-52=1 rs-53=1");
    tell("keepalived is killed");
  }

  @Test
  void theVipMovesWhenTheServiceLosesItsQuorumHere() {
    String holder =
        begin(
            manifests ->
                manifests.replace(
                    "virtual-service.yaml",
                    "  scheduler: wrr\n",
                    """
                      scheduler: wrr
                      quorum: {whenLost: withdraw}
                      healthCheck: {tcp: {}, interval: 500ms, timeout: 400ms}
                    """));

    // real servers that only this director does not reach
    for (String server : new String[] {"10.1.210.52", "10.1.210.53"}) {
      pair()
          .host(holder)
          .ip("neigh replace %s lladdr 02:00:00:00:00:99 dev e0 nud permanent".formatted(server));
    }

    assertMoved(holder, AFTER_AN_AGENT, "the service loses its quorum");
    AgentProcess agent = pair().agent(holder);
    assertThat(agent.log()).contains("have lost their quorum here");
  }
}
