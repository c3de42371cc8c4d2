package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two directors, of which one does not reach a real server that the other one reaches. */
@Tag("kernel")
class DirectorsApartIT {
  private static final String HTTP = Topology.VIP + ":80";
  private static final String FIRST = "-r 10.1.210.52:80 -g -w ";
  private static final String SECOND = "-r 10.1.210.53:80 -g -w ";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  @Row("directors-see-apart")
  void eachBalancesByWhatItSeesItself() {
    try (Scenario lab =
        new Scenario(
            Topology.twoDirectors().dualStack(),
            "two-directors",
            manifests -> {
              manifests.replace(
                  "virtual-service.yaml",
                  "scheduler: wrr",
                  "scheduler: wrr\n"
                      + "  healthCheck: {tcp: {}, interval: 300ms, timeout: 300ms, fall: 2}");
              return manifests;
            })) {
      Host one = lab.host("director-a");
      Host other = lab.host("director-b");
      one.ip("addr add %s/32 dev e0".formatted(Topology.VIP));

      refuse(lab.host("rs-52"), "ip saddr 10.1.210.50");
      await().atMost(PATIENCE).until(() -> table(one).contains(FIRST + 0));
      assertThat(table(one)).contains(SECOND + 1);
      assertThat(table(other)).contains(FIRST + 1, SECOND + 1);
      assertThat(lab.client().get(HTTP, 4)).hasToString("rs-53=4");

      one.ip("addr del %s/32 dev e0".formatted(Topology.VIP));
      other.ip("addr add %s/32 dev e0".formatted(Topology.VIP));
      lab.host("client").ip("neigh flush all");
      assertThat(lab.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");

      refuse(lab.host("rs-52"), "meta l4proto tcp");
      await().atMost(PATIENCE).until(() -> table(other).contains(FIRST + 0));
      lab.host("rs-52").run("nft", "delete table inet broken");
      await().atMost(PATIENCE).until(() -> table(one).contains(FIRST + 1));
      await().atMost(PATIENCE).until(() -> table(other).contains(FIRST + 1));
    }
  }

  private static void refuse(Host server, String whom) {
    server.run("nft", "add table inet broken");
    server.run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
    server.run("nft", "add rule inet broken in " + whom + " tcp dport 80 reject with tcp reset");
  }

  private static String table(Host director) {
    return String.join("\n", director.witness());
  }
}
