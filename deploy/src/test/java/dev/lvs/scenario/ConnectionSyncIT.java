package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Download;
import dev.lvs.verdict.Row;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two directors, of which the second takes over the VIP while a download is under way. */
@Tag("kernel")
class ConnectionSyncIT {
  private static final String HTTP = VIP + ":80";
  private static final String SYNC = "connectionSync: {interface: e1, syncId: 5}";

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.81", "ff02::81"})
  @Row("sync-daemons")
  void aDownloadGoesOnWhenTheOtherDirectorTakesOver(String group) {
    try (Scenario lab = scenario(SYNC.replace("}", ", group: \"" + group + "\"}"))) {
      hold(lab.host("director-a"));
      try (Download download = lab.client().download(HTTP)) {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> connections(lab.host("director-b")).contains("ESTABLISHED"));

        takeOver(lab);

        assertThat(download.goesOn()).as(download.failure()).isTrue();
        assertThat(connections(lab.host("director-b"))).contains("ESTABLISHED");
      }
    }
  }

  @Test
  @Row("sync-daemons")
  void aDownloadBreaksWhereConnectionsAreNotSynchronised() {
    try (Scenario lab = scenario("")) {
      hold(lab.host("director-a"));
      try (Download download = lab.client().download(HTTP)) {
        assertThat(download.goesOn()).as(download.failure()).isTrue();

        takeOver(lab);

        await().atMost(Duration.ofSeconds(20)).until(() -> !download.failure().isEmpty());
        assertThat(download.failure()).contains("reset");
      }
    }
  }

  @Test
  @Row("sync-daemons")
  void aDownloadBreaksWhereTheDaemonsDoNotListenToEachOther() {
    try (Scenario lab = scenario(SYNC)) {
      // what a person would get wrong: another id on one side
      Host other = lab.host("director-b");
      other.run("ipvsadm", "--stop-daemon", "backup");
      other.run("ipvsadm", "--start-daemon", "backup", "--mcast-interface", "e1", "--syncid", "6");
      hold(lab.host("director-a"));
      try (Download download = lab.client().download(HTTP)) {
        assertThat(download.goesOn()).as(download.failure()).isTrue();

        takeOver(lab);

        await().atMost(Duration.ofSeconds(20)).until(() -> !download.failure().isEmpty());
      }
    }
  }

  @Test
  @Row({"sync-daemons", "sync-daemon-options"})
  void bothDaemonsRunAsTheManifestSays() {
    try (Scenario lab =
        scenario(
            "connectionSync: {interface: e1, syncId: 9, group: 239.1.2.3, port: 9000, ttl: 4,"
                + " maxLength: 1300}")) {
      assertThat(daemons(lab.host("director-a")))
          .contains(
              "master sync daemon (mcast=e1, syncid=9, maxlen=1300, group=239.1.2.3, port=9000,"
                  + " ttl=4)",
              "backup sync daemon (mcast=e1, syncid=9, maxlen=1300, group=239.1.2.3, port=9000,"
                  + " ttl=4)");

      lab.edit("cluster.yaml", "syncId: 9", "syncId: 10");

      assertThat(daemons(lab.host("director-a")))
          .contains(
              "master sync daemon (mcast=e1, syncid=10,",
              "backup sync daemon (mcast=e1, syncid=10,");

      lab.agents().cleanUp();

      assertThat(daemons(lab.host("director-a"))).doesNotContain("sync daemon");
    }
  }

  /** The example with this in the place of its connectionSync. */
  private static Scenario scenario(String sync) {
    return new Scenario(
        Topology.twoDirectors().dualStack(),
        "two-directors",
        manifests -> {
          manifests.replace("cluster.yaml", SYNC, sync);
          return manifests;
        });
  }

  private static void hold(Host director) {
    director.ip("addr add %s/32 dev e0".formatted(VIP));
  }

  /** What whoever holds the addresses does: away here, up there, and tell everybody. */
  private static void takeOver(Scenario lab) {
    lab.host("director-a").ip("addr del %s/32 dev e0".formatted(VIP));
    hold(lab.host("director-b"));
    lab.host("client").ip("neigh flush all");
  }

  private static String connections(Host host) {
    return host.run("cat", "/proc/net/ip_vs_conn_sync");
  }

  private static String daemons(Host host) {
    return host.run("ipvsadm", "-L", "--daemon");
  }
}
