package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Answers;
import dev.lvs.lab.traffic.ClientAnswer;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connections that go on when a VIP moves to another director (docs/failover.md). */
@Tag("kernel")
class SurvivingConnectionsIT {
  private static final String A = "director-a";
  private static final String B = "director-b";
  private static final String HTTP = VIP + ":80";
  private static final int MANY = 100;

  private static final String SYNC = "  connectionSync: {interface: e1, syncId: 5}\n";
  private static final String SYSCTLS =
      "  ipvsSysctls: {sync_threshold: \"2 50\", sync_refresh_period: 10, sync_retries: 1}\n";
  private static final String MAGLEV = "mh\n  schedulerFlags: [mh-port, mh-fallback]";

  /** As long as the sync daemons may take. */
  private static final Duration SYNCED = Duration.ofSeconds(3);

  /** Settings of the DirectorGroup and the VirtualService. */
  enum Mode {
    RR("rr", "", ""),
    RR_SYNC("rr", SYNC, ""),
    RR_SYNC_EARLY("rr", SYNC, "sync_threshold: \"2 50\""),
    MH(MAGLEV, "", ""),
    MH_SLOPPY(MAGLEV, "", "sloppy_tcp: 1"),
    MH_SLOPPY_SYNC(MAGLEV, SYNC, "sloppy_tcp: 1, sync_threshold: \"2 50\"");

    private final String scheduler;
    private final String sync;
    private final String sysctls;

    Mode(String scheduler, String sync, String sysctls) {
      this.scheduler = scheduler;
      this.sync = sync;
      this.sysctls = sysctls;
    }

    EditableManifests in(EditableManifests manifests) {
      return manifests
          .replace("cluster.yaml", SYNC, sync)
          .replace(
              "cluster.yaml",
              SYSCTLS,
              sysctls.isEmpty() ? "" : "  ipvsSysctls: {%s}\n".formatted(sysctls))
          .replace("virtual-service.yaml", "scheduler: wrr", "scheduler: " + scheduler);
    }
  }

  /**
   * Connections that did not go on.
   *
   * @param active of those on which there had been a question and an answer
   * @param idle of those on which nothing was said since the handshake
   * @param draining of those of a real server that is drained
   * @param drained as many as these
   */
  private record Broken(int active, int idle, int draining, int drained) {}

  @ParameterizedTest
  @EnumSource(Mode.class)
  @Row({"sync-daemons", "scheduler-mh"})
  void connectionsGoOnAsFarAsTheModeSays(Mode mode) {
    Broken broken = measure(mode);
    System.out.println(
        "survival: %s: broken %d of %d active, %d of %d idle, %d of %d of a draining server"
            .formatted(
                mode,
                broken.active(),
                MANY,
                broken.idle(),
                MANY,
                broken.draining(),
                broken.drained()));

    assertThat(broken.drained()).as("some have the server that is drained").isPositive();
    switch (mode) {
      case RR, MH -> {
        assertThat(broken.active()).isEqualTo(MANY);
        assertThat(broken.idle()).isEqualTo(MANY);
        assertThat(broken.draining()).isPositive();
      }
      case RR_SYNC -> {
        assertThat(broken.active()).isLessThan(MANY / 2);
        assertThat(broken.idle()).isEqualTo(MANY);
      }
      case RR_SYNC_EARLY -> {
        assertThat(broken.active()).isLessThan(MANY / 2);
        assertThat(broken.idle()).isLessThan(MANY / 2);
      }
      case MH_SLOPPY -> {
        assertThat(broken.active()).isZero();
        assertThat(broken.idle()).isZero();
        assertThat(broken.draining()).isPositive();
      }
      case MH_SLOPPY_SYNC -> {
        assertThat(broken.active()).isZero();
        assertThat(broken.idle()).isZero();
        assertThat(broken.draining()).isLessThan(broken.drained());
      }
    }
  }

  private static Broken measure(Mode mode) {
    try (Scenario lab = new Scenario(Topology.twoDirectors(), "two-directors", mode::in)) {
      move(lab, B, A);
      int active;
      int idle;
      try (HeldConnections spoken = lab.client().hold(HTTP, MANY);
          HeldConnections silent = lab.client().connect(HTTP, MANY)) {
        assertThat(spoken.answers().areComplete()).isTrue();
        pass(SYNCED);
        move(lab, A, B);
        active = broken(spoken.askAgain());
        idle = broken(silent.askAgain());
      }
      try (HeldConnections spoken = lab.client().hold(HTTP, MANY)) {
        Answers before = spoken.answers();
        assertThat(before.areComplete()).isTrue();
        lab.edit(
            "real-servers.yaml",
            "10.1.210.53, weight: 1",
            "10.1.210.53, weight: 1, maintenance: {mode: Drain}");
        pass(SYNCED);
        move(lab, B, A);
        return new Broken(active, idle, brokenOf("rs-53", before, spoken), before.of("rs-53"));
      }
    }
  }

  /** How many of the connections to one real server do not go on. */
  private static int brokenOf(String server, Answers before, HeldConnections connections) {
    Answers after = connections.askAgain();
    int broken = 0;
    for (int i = 0; i < MANY; i++) {
      if (before.all().get(i).word().equals(server)
          && after.all().get(i) instanceof ClientAnswer.Failure) {
        broken++;
      }
    }
    return broken;
  }

  private static int broken(Answers answers) {
    return (int) answers.all().stream().filter(ClientAnswer.Failure.class::isInstance).count();
  }

  /** What whoever holds the addresses does: away there, up here, and tell everybody. */
  private static void move(Scenario lab, String from, String to) {
    lab.host(from).run("ip", "addr", "flush", "dev", "e0", "to", VIP);
    lab.host(to).run("ip", "addr", "replace", VIP + "/32", "dev", "e0");
    lab.host(Topology.CLIENT).ip("neigh flush all");
  }
}
