package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real servers that stop working and come back, as their clients and ipvsadm see it. */
@Tag("kernel")
class HealthIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String FIRST = "-r 192.0.2.21:8080 -m";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String OFTEN = "interval: 200ms, timeout: 200ms, rise: 2, fall: 2";

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario nat;

  @AfterEach
  void close() {
    nat.close();
  }

  @Test
  void theExampleTakesOutEachServerByItsOwnCheck() {
    nat = new Scenario(Topology.nat(2), "health");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");

    refuse(nat.host("web-2"));
    awaitTable("-r 192.0.2.22:8080 -m -w 0");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=4");

    refuse(nat.host("web-1"));
    awaitTable(FIRST + " -w 0");
    accept(nat.host("web-2"));
    awaitTable("-r 192.0.2.22:8080 -m -w 1");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");
  }

  @Test
  void withoutACheckClientsMeetAServerThatRefusesThem() {
    start("scheduler: wrr");

    refuse(nat.host("web-1"));

    assertThat(nat.client().get(HTTP, 4).toString()).contains("web-2=2").doesNotContain("web-1");
    assertThat(table()).contains(FIRST + " -w 1");
  }

  @Test
  @Row({"check-rise-fall", "failure-weight-zero"})
  void aServerThatRefusesGetsNoClientsUntilItAcceptsAgain() {
    start("healthCheck: {tcp: {}, " + OFTEN + "}");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");

    refuse(nat.host("web-1"));
    awaitTable(FIRST + " -w 0");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");
    assertThat(told())
        .singleElement(STRING)
        .isEqualTo(
            "192.0.2.21:8080 fails its health check: connection refused by 192.0.2.21:8080. It gets no new connections until it succeeds.");

    accept(nat.host("web-1"));
    awaitTable(FIRST + " -w 1");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");
    assertThat(told()).isEmpty();
  }

  @Test
  @Row("failure-remove")
  void aServerThatIsSilentLeavesTheTableWhereThatIsAskedFor() {
    start("onFailure: remove\n  healthCheck: {http: {}, " + OFTEN + "}");
    awaitTable(FIRST + " -w 1");

    nat.host("web-1").ip("link set dev e0 down");

    await().atMost(PATIENCE).until(() -> !table().contains(FIRST));
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");
  }

  @Test
  void aServerMayHaveACheckOfItsOwn() {
    start("healthCheck: {http: {expectStatus: [200]}, " + OFTEN + "}");

    nat.edit(
        "real-servers.yaml",
        "{address: 192.0.2.21, weight: 1}",
        "{address: 192.0.2.21, weight: 1, healthCheck: {http: {expectBody: nobody says this}, "
            + OFTEN
            + "}}");

    awaitTable(FIRST + " -w 0");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");
  }

  @Test
  void nothingIsHeldAgainstAServerThatThisNodeCannotReach() {
    start("healthCheck: {tcp: {}, sourceAddress: 198.51.100.77, " + OFTEN + "}");

    await().atMost(PATIENCE).until(() -> told().size() == 2);
    assertThat(told().getFirst())
        .startsWith("192.0.2.21:8080 is not probed (this node has no such source address")
        .endsWith("). It keeps its weight, and whether it works is not known.");
    assertThat(nat.client().get(HTTP, 20)).hasToString("web-1=10 web-2=10");
    assertThat(table()).contains(FIRST + " -w 1");
  }

  /** Starts the example with a line more in its VirtualService. */
  private void start(String line) {
    nat =
        new Scenario(
            Topology.nat(2),
            "nat",
            manifests ->
                manifests.replace("virtual-service.yaml", "scheduler: wrr", replaced(line)));
  }

  private static String replaced(String line) {
    return line.startsWith("scheduler") ? line : "scheduler: wrr\n  " + line;
  }

  private static void refuse(Host server) {
    server.run("nft", "add table inet broken");
    server.run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
    server.run("nft", "add rule inet broken in tcp dport 8080 reject with tcp reset");
  }

  private static void accept(Host server) {
    server.run("nft", "delete table inet broken");
  }

  private List<String> told() {
    return nat.agents().round(Topology.DIRECTOR).before().desired().obstacles().stream()
        .map(Obstacle::message)
        .toList();
  }

  private void awaitTable(String words) {
    await().atMost(PATIENCE).until(() -> table().contains(words));
  }

  private String table() {
    return String.join("\n", nat.director().witness());
  }
}
