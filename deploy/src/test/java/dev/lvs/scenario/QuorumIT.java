package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.ClientAnswer;
import dev.lvs.lab.traffic.DatagramFlow;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Consequences of real servers that fail, as clients and ipvsadm see them: quorum, sorry server,
 * slow start, mass failure, and an agent that is ended meanwhile.
 */
@Tag("kernel")
class QuorumIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String FIRST = "-r 192.0.2.21:8080 -m -w ";
  private static final String SECOND = "-r 192.0.2.22:8080 -m -w ";
  private static final String SORRY = "-r 192.0.2.23:8080 -m -w ";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHECK =
      "healthCheck: {tcp: {}, interval: 300ms, timeout: 300ms, rise: 2, fall: 2}";

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario nat;

  @AfterEach
  void close() {
    nat.close();
  }

  @Test
  @Row({"quorum-hysteresis", "sorry-server"})
  void theSorryServerAnswersUntilTheQuorumIsThereAgain() {
    start("sorryServer: {address: 192.0.2.23, port: 8080}\n  quorum: {up: 2, down: 1}\n  " + CHECK);
    assertThat(table()).doesNotContain(SORRY);
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");

    refuse(nat.host("web-1"));
    awaitTable(FIRST + 0);
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");

    refuse(nat.host("web-2"));
    awaitTable(SORRY + 1);
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-3=4");
    assertThat(told()).contains(Reason.SORRY_SERVER_IN_USE);

    accept(nat.host("web-2"));
    await().atMost(PATIENCE).until(() -> !told("192.0.2.22"));
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-3=4");
    assertThat(table()).contains(SECOND + 0);

    accept(nat.host("web-1"));
    awaitTable(FIRST + 1);
    assertThat(table()).doesNotContain(SORRY);
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");
    assertThat(told()).isEmpty();
  }

  @Test
  void withoutASorryServerNobodyAnswers() {
    start(CHECK);

    refuse(nat.host("web-1"));
    refuse(nat.host("web-2"));
    awaitTable(FIRST + 0);
    awaitTable(SECOND + 0);

    assertThat(nat.client().get(HTTP, 1).toString()).doesNotContain("web-");
  }

  @Test
  @Row("quorum-withdraws-vip")
  void theVipIsWithdrawnAndComesBack() {
    start("quorum: {whenLost: withdraw}\n  " + CHECK);
    assertThat(addresses()).contains(Topology.VIP);

    refuse(nat.host("web-1"));
    awaitTable(FIRST + 0);
    assertThat(addresses()).contains(Topology.VIP);
    refuse(nat.host("web-2"));
    await().atMost(PATIENCE).until(() -> !addresses().contains(Topology.VIP));
    // the round that took it away says so at its end
    await().atMost(PATIENCE).until(() -> told().contains(Reason.VIP_WITHDRAWN));

    accept(nat.host("web-1"));
    await().atMost(PATIENCE).until(() -> addresses().contains(Topology.VIP));
    assertThat(nat.client().get(HTTP, 2)).hasToString("web-1=2");
  }

  @Test
  void theVipStaysWhereTheRestIsToServe() {
    start("quorum: {up: 2, down: 2, whenLost: serve}\n  " + CHECK);

    refuse(nat.host("web-1"));
    awaitTable(FIRST + 0);
    await().atMost(PATIENCE).until(() -> told().contains(Reason.QUORUM_LOST));

    assertThat(addresses()).contains(Topology.VIP);
    assertThat(nat.client().get(HTTP, 2)).hasToString("web-2=2");
  }

  @Test
  @Row("slow-start")
  void theWeightRisesInStepsWhereThatIsAskedFor() {
    start("slowStart: {duration: 6s, fromWeight: 10}\n  " + CHECK, "weight: 1", "weight: 100");

    assertThat(weightsOfTheFirstAsItComesUp())
        .hasSizeGreaterThanOrEqualTo(3)
        .startsWith(10)
        .endsWith(100)
        .isSorted();
  }

  @Test
  void theWeightIsWholeAtOnceWhereNothingIsSaid() {
    start(CHECK, "weight: 1", "weight: 100");

    assertThat(weightsOfTheFirstAsItComesUp()).containsExactly(100);
  }

  @Test
  @Row("health-outlives-agent")
  void aServerThatWasDownGetsNoClientsFromTheNextAgentUntilItIsProbed() {
    start("healthCheck: {tcp: {}, interval: 5s, timeout: 1s, rise: 1, fall: 1, initial: up}");
    refuse(nat.host("web-1"));
    awaitTable(FIRST + 0);

    nat.agents().stop();
    nat.agents().resume();

    assertThat(nat.agents().await(Topology.DIRECTOR, _ -> true, "a round").outcomes()).isEmpty();
    assertThat(table()).contains(FIRST + 0, SECOND + 1);
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");
    accept(nat.host("web-1"));
    awaitTable(FIRST + 1);
  }

  @Test
  void aServerThatWasDownGetsClientsFromAnAgentThatRemembersNothing() throws IOException {
    start("healthCheck: {tcp: {}, interval: 20s, timeout: 1s, rise: 1, fall: 1, initial: up}");
    refuse(nat.host("web-1"));
    awaitTable(FIRST + 0);

    nat.agents().stop();
    Files.delete(nat.agents().state(Topology.DIRECTOR).resolve("standings"));
    nat.agents().start();

    assertThat(table()).contains(FIRST + 1);
  }

  @Test
  void aServerThatWasUpKeepsItsWeightThoughItsFirstStateIsDown() {
    start("healthCheck: {tcp: {}, interval: 20s, timeout: 1s, rise: 1, fall: 1, initial: down}");
    awaitTable(FIRST + 1);
    awaitTable(SECOND + 1);

    nat.agents().stop();
    nat.agents().start();

    assertThat(nat.agents().rounds(Topology.DIRECTOR)).isEqualTo(1);
    assertThat(nat.agents().round(Topology.DIRECTOR).outcomes()).isEmpty();
    assertThat(table()).contains(FIRST + 1, SECOND + 1);
  }

  @Test
  @Row("mass-failure-kept")
  void whereTheDirectorIsAtFaultTheLastGoodSetIsKeptIfThatIsAskedFor() {
    start("onMassFailure: keep\n  " + CHECK, QuorumIT::others);
    assertThat(nat.client().get("10.1.210.58:82", 2)).hasToString("web-1=1 web-2=1");

    // probes of the director are lost, and what it forwards is not
    nat.director().run("nft", "add table inet broken");
    nat.director().run("nft", "add chain inet broken out { type filter hook output priority 0 ; }");
    nat.director().run("nft", "add rule inet broken out ip saddr 192.0.2.1 tcp dport 8080 drop");
    await().atMost(PATIENCE).until(() -> told().contains(Reason.MASS_FAILURE));

    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");
    assertThat(nat.client().get("10.1.210.58:82", 1).toString()).doesNotContain("web-");

    accept(nat.director());
    await().atMost(PATIENCE).until(() -> told().isEmpty());
    assertThat(nat.client().get("10.1.210.58:82", 2)).hasToString("web-1=1 web-2=1");
  }

  @Test
  void clientsThatPersistenceRemembersLeaveAServerThatFails() {
    start("persistence: {timeout: 300s}\n  " + CHECK);
    String first = nat.client().get(HTTP, 1).toString().substring(0, 5);
    String other = first.equals("web-1") ? "web-2" : "web-1";
    assertThat(nat.client().get(HTTP, 2)).hasToString(first + "=2");

    refuse(nat.host(first));
    awaitTable((first.equals("web-1") ? FIRST : SECOND) + 0);

    assertThat(nat.client().get(HTTP, 2)).hasToString(other + "=2");
  }

  @Test
  void clientsThatPersistenceRemembersStayWhereAGroupForbidsToSendThemOn() {
    start(
        "persistence: {timeout: 300s}\n  " + CHECK,
        manifests ->
            manifests.replace(
                "cluster.yaml",
                "nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}",
                "nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}\n"
                    + "  ipvsSysctls: {expire_quiescent_template: 0}"));
    String first = nat.client().get(HTTP, 1).toString().substring(0, 5);

    refuse(nat.host(first));
    awaitTable((first.equals("web-1") ? FIRST : SECOND) + 0);

    assertThat(nat.client().get(HTTP, 1).toString()).doesNotContain("web-");
  }

  @Test
  void aClientOfUdpThatKeepsItsPortLeavesAServerThatFails() {
    start(
        CHECK,
        manifests ->
            manifests.replace(
                "virtual-service.yaml",
                "{port: 80, targetPort: 8080}",
                "{port: 53, targetPort: 8080, protocol: UDP}"));
    try (DatagramFlow flow = nat.client().flow("10.1.210.58:53")) {
      String first = flow.ask().word();
      assertThat(flow.ask().word()).isEqualTo(first);

      refuse(nat.host(first));
      await()
          .atMost(PATIENCE)
          .until(() -> !table().contains(first.equals("web-1") ? FIRST : SECOND));

      // what comes within a tick of the kernel's clock is still lost
      ClientAnswer next = flow.ask();
      next = next instanceof ClientAnswer.Failure ? flow.ask() : next;
      assertThat(next.word()).startsWith("web-").isNotEqualTo(first);
    }
  }

  /** Starts the example with a line more in its VirtualService, and a third machine. */
  private void start(String line) {
    start(line, manifests -> manifests);
  }

  private void start(String line, String said, String says) {
    start(
        line,
        manifests -> {
          String file = "real-servers.yaml";
          return manifests.write(file, manifests.read(file).replace(said, says));
        });
  }

  private void start(String line, UnaryOperator<EditableManifests> edit) {
    nat =
        new Scenario(
            Topology.nat(3),
            "nat",
            manifests ->
                edit.apply(
                    manifests.replace(
                        "virtual-service.yaml", "scheduler: wrr", "scheduler: wrr\n  " + line)));
  }

  /** Two VirtualServices more, which follow their checks. */
  private static EditableManifests others(EditableManifests manifests) {
    String web =
        manifests.read("virtual-service.yaml").replace("onMassFailure: keep", "adopt: false");
    return manifests.write(
        "others.yaml",
        web.replace("name: web,", "name: web-82,").replace("port: 80,", "port: 82,")
            + "---\n"
            + web.replace("name: web,", "name: web-83,").replace("port: 80,", "port: 83,"));
  }

  /** Takes the first server down and up again, and collects its weights above 0 as they change. */
  private List<Integer> weightsOfTheFirstAsItComesUp() {
    refuse(nat.host("web-1"));
    awaitTable(FIRST + 0);
    accept(nat.host("web-1"));
    List<Integer> weights = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              int weight = weightOfTheFirst();
              if (weight > 0 && (weights.isEmpty() || weights.getLast() != weight)) {
                weights.add(weight);
              }
              return weight == 100;
            });
    return weights;
  }

  private int weightOfTheFirst() {
    return Pattern.compile(Pattern.quote(FIRST) + "(\\d+)")
        .matcher(table())
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElse(0);
  }

  private static void refuse(Host server) {
    server.run("nft", "add table inet broken");
    server.run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
    server.run("nft", "add rule inet broken in tcp dport 8080 reject with tcp reset");
  }

  private static void accept(Host server) {
    server.run("nft", "delete table inet broken");
  }

  private List<Reason> told() {
    return obstacles().stream().map(Obstacle::reason).distinct().toList();
  }

  private boolean told(String server) {
    return obstacles().stream()
        .flatMap(one -> one.realServer().stream())
        .anyMatch(one -> one.toString().equals(server));
  }

  private List<Obstacle> obstacles() {
    return nat.agents().round(Topology.DIRECTOR).before().desired().obstacles();
  }

  private String addresses() {
    return nat.director().run("ip", "-br", "addr");
  }

  private void awaitTable(String words) {
    await().atMost(PATIENCE).until(() -> table().contains(words));
  }

  private String table() {
    return String.join("\n", nat.director().witness());
  }
}
