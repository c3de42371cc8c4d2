package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real servers in the network of the clients, which answer past the director if they can. */
@Tag("kernel")
class FullNatIT {
  private static final String HTTP = "10.1.210.58:8080";
  private static final String DNS = "10.1.210.58:53";
  private static final String CONNTRACK = "net/ipv4/vs/conntrack";
  private static final String GROUP = "nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}";

  @AutoClose
  private final Scenario fullNat = new Scenario(Topology.direct().dualStack(), "fullnat");

  @Test
  @Row({"fullnat-client-rewritten", "guide-fullnat"})
  void realServersSeeTheDirectorAndAnswerIt() {
    var answers = fullNat.client().get(HTTP, 6);

    assertThat(answers).hasToString("rs-52=3 rs-53=3");
    assertThat(answers.localEnds()).containsExactly("10.1.210.52:80", "10.1.210.53:80");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.51");
    assertThat(fullNat.director().witness())
        .containsExactlyInAnyOrder(
            "-A -t 10.1.210.58:8080 -s rr",
            "-a -t 10.1.210.58:8080 -r 10.1.210.52:80 -m -w 1",
            "-a -t 10.1.210.58:8080 -r 10.1.210.53:80 -m -w 1",
            "-A -u 10.1.210.58:53 -s rr",
            "-a -u 10.1.210.58:53 -r 10.1.210.52:53 -m -w 1",
            "-a -u 10.1.210.58:53 -r 10.1.210.53:53 -m -w 1");
  }

  @Test
  void datagramsAreAnsweredToo() {
    var answers = fullNat.client().ask(DNS, 4);

    assertThat(answers).hasToString("rs-52=2 rs-53=2");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.51");
  }

  @Test
  void withNatNoAnswerIsUnderstood() {
    fullNat.edit("virtual-service.yaml", "FULLNAT", "NAT");

    assertThat(fullNat.director().run("nft", "list", "tables")).isBlank();
    assertThat(fullNat.director().sysctl(CONNTRACK)).isEqualTo("0");
    assertThat(fullNat.client().get(HTTP, 2).areComplete()).isFalse();

    fullNat.edit("virtual-service.yaml", "method: NAT", "method: FULLNAT");

    assertThat(fullNat.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
  }

  @Test
  void nothingComesBackWithoutWhatTheDirectorIsSetTo() {
    assertThat(fullNat.director().sysctl(CONNTRACK)).isEqualTo("1");
    fullNat.agents().stop();

    fullNat.director().sysctl(CONNTRACK, "0");
    assertThat(fullNat.client().get(HTTP, 1).areComplete()).isFalse();

    fullNat.director().sysctl(CONNTRACK, "1");
    assertThat(fullNat.client().get(HTTP, 1).areComplete()).as("put back").isTrue();

    fullNat.director().run("nft", "flush chain inet lvs-operator sources");
    assertThat(fullNat.client().get(HTTP, 1).areComplete()).isFalse();

    fullNat.agents().cleanUp();
    assertThat(fullNat.director().sysctl(CONNTRACK)).isEqualTo("0");
    assertThat(fullNat.director().run("nft", "list", "tables")).isBlank();
  }

  @Test
  void aGroupThatSetsConntrackTo0DoesNotBreakIt() {
    fullNat
        .agents()
        .manifests()
        .replace("cluster.yaml", GROUP, GROUP + "\n  ipvsSysctls: {conntrack: 0}");

    await().atMost(Duration.ofSeconds(20)).until(() -> !obstacles().isEmpty());

    assertThat(obstacles())
        .singleElement()
        .satisfies(
            obstacle ->
                assertThat(obstacle.sources())
                    .containsExactly(ResourceName.parse("DirectorGroup default")));
    assertThat(fullNat.director().sysctl(CONNTRACK)).isEqualTo("1");
    assertThat(fullNat.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
  }

  @Test
  void portsThatShareAMarkAreRewrittenToo() {
    fullNat.edit("virtual-service.yaml", "port: 8080, targetPort: 80", "port: 80, endPort: 443");

    var answers = fullNat.client().get("10.1.210.58:443", 2);

    assertThat(answers).hasToString("rs-52=1 rs-53=1");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.51");
    assertThat(answers.localEnds()).containsExactly("10.1.210.52:443", "10.1.210.53:443");
  }

  @Test
  @Row("fullnat-client-rewritten")
  void ipv6IsRewrittenToo() {
    fullNat
        .agents()
        .manifests()
        .replace("cluster.yaml", "10.1.210.58/32", "\"2001:db8:210::58/128\"")
        .replace("real-servers.yaml", "10.1.210.52", "\"2001:db8:210::52\"")
        .replace("real-servers.yaml", "10.1.210.53", "\"2001:db8:210::53\"");
    fullNat.edit("virtual-service.yaml", "10.1.210.58", "\"2001:db8:210::58\"");

    var answers = fullNat.client().get("[2001:db8:210::58]:8080", 4);

    assertThat(answers).hasToString("rs-52=2 rs-53=2");
    assertThat(answers.clientsSeen()).containsExactly("2001:db8:210::51");
  }

  private List<Obstacle> obstacles() {
    return fullNat.agents().round(Topology.DIRECTOR).before().desired().obstacles();
  }
}
