package dev.lvs.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.program.ServerProgram;
import dev.lvs.lab.traffic.HeldConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two directors whose VIPs a router learns by BGP: director-a has BIRD, director-b FRR, both with
 * the configurations that are shipped, and the router spreads connections over both.
 */
@Tag("kernel")
class BgpIT {
  private static final String VIP = "203.0.113.10";
  private static final String VIP6 = "2001:db8:113::a";
  private static final String HTTP = VIP + ":80";
  private static final String HTTP6 = "[" + VIP6 + "]:80";
  private static final String DIRECTOR_A = "director-a";
  private static final String DIRECTOR_B = "director-b";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-bgp");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("bgp");
  @AutoClose private final Lab lab = Lab.of(Topology.byRouter().dualStack());

  @AutoClose
  private final Agents realServers = Agents.run(lab, manifests, List.of("rs-52", "rs-53"));

  private final Map<String, AgentProcess> agents = new HashMap<>();
  private final Map<String, ServerProgram> speakers = new HashMap<>();

  @BeforeEach
  void begin() {
    assertThat(realServers.round("rs-52").isConverged()).isTrue();
    speakers.put("router", ServerProgram.start(lab.host("router"), "bird-router"));
    speak(DIRECTOR_A);
    speak(DIRECTOR_B);
    List.of(DIRECTOR_A, DIRECTOR_B).forEach(this::run);
    awaitWays(VIP, DIRECTOR_A, DIRECTOR_B);
    awaitWays(VIP6, DIRECTOR_A, DIRECTOR_B);
  }

  @AfterEach
  void end() {
    agents.values().forEach(AgentProcess::kill);
    speakers.values().forEach(ServerProgram::close);
  }

  @Test
  void aRouterSpreadsConnectionsOverAllDirectors() {
    assertThat(lab.client().get(HTTP, 40).areComplete()).isTrue();
    assertThat(lab.client().get(HTTP6, 40).areComplete()).isTrue();

    for (String director : List.of(DIRECTOR_A, DIRECTOR_B)) {
      String connections = lab.host(director).run("cat", "/proc/net/ip_vs_conn");
      assertThat(connections).contains("CB00710A", "2001:0db8:0113:0000:0000:0000:0000:000a");
      assertThat(lab.host(director).run("ip", "-o", "addr", "show", "dev", "lvs-bgp"))
          .contains(VIP + "/32", VIP6 + "/128", "dynamic");
      assertThat(lab.host(director).sysctl("net/ipv4/vs/sloppy_tcp")).isEqualTo("1");
    }
  }

  /** Whoever asks by ARP would otherwise send to one director, whatever the router decides. */
  @Test
  void nobodyAnswersForAVipByArp() {
    Host director = lab.host(DIRECTOR_A);
    assertThat(arping()).contains("Received 0 response");

    director.sysctl("net/ipv4/conf/e0/arp_ignore", "0");

    await()
        .atMost(PATIENCE)
        .until(() -> director.sysctl("net/ipv4/conf/e0/arp_ignore").equals("1"));
    agent(DIRECTOR_A).kill();
    director.sysctl("net/ipv4/conf/e0/arp_ignore", "0");
    assertThat(arping()).doesNotContain("Received 0 response");
  }

  @Test
  void aDeadAgentWithdrawsTheVipsOfItsDirectorAloneAndAnotherStartBringsThemBack() {
    agent(DIRECTOR_A).kill();
    long dead = System.nanoTime();

    awaitWays(VIP, DIRECTOR_B);
    awaitWays(VIP6, DIRECTOR_B);
    tell("agent killed", dead);
    assertThat(lab.client().get(HTTP, 8).areComplete()).isTrue();
    assertThat(lab.host(DIRECTOR_A).witness()).isNotEmpty();

    run(DIRECTOR_A);
    awaitWays(VIP, DIRECTOR_A, DIRECTOR_B);
    awaitWays(VIP6, DIRECTOR_A, DIRECTOR_B);
  }

  @Test
  void anAgentThatIsStartedAgainWithdrawsNothing() {
    try (ServerProgram moves = ServerProgram.start(lab.host("router"), "route-changes")) {
      agent(DIRECTOR_A).terminate();
      Lab.pass(Duration.ofSeconds(6));
      run(DIRECTOR_A);
      Lab.pass(Duration.ofSeconds(25));

      assertThat(moves.log()).doesNotContain(VIP, VIP6);
      lab.host(DIRECTOR_A).ip("addr del %s/32 dev lvs-bgp".formatted(VIP));
      await().atMost(PATIENCE).until(() -> moves.log().contains(VIP));
    }
  }

  @Test
  void aSpeakerThatIsKilledIsToldAndTakesNoClients() {
    for (String director : List.of(DIRECTOR_A, DIRECTOR_B)) {
      requireNonNull(speakers.get(director)).close();
      long dead = System.nanoTime();

      awaitWays(VIP, director.equals(DIRECTOR_A) ? DIRECTOR_B : DIRECTOR_A);
      tell("speaker of " + director + " killed", dead);
      await().atMost(PATIENCE).until(() -> status(director).contains("No BGP session"));
      assertThat(lab.client().get(HTTP, 8).areComplete()).isTrue();

      speak(director);
      awaitWays(VIP, DIRECTOR_A, DIRECTOR_B);
      await().atMost(PATIENCE).until(() -> !status(director).contains("No BGP session"));
    }
  }

  @Test
  void aDirectorThatFallsSilentIsLeftByBfd() {
    for (String director : List.of(DIRECTOR_A, DIRECTOR_B)) {
      Host host = lab.host(director);
      host.run("nft", "add table netdev silence");
      host.run(
          "nft",
          "add chain netdev silence in { type filter hook ingress device e0 priority 0 ; policy drop ; }");
      host.run(
          "nft",
          "add chain netdev silence out { type filter hook egress device e0 priority 0 ; policy drop ; }");
      long silent = System.nanoTime();

      awaitWays(VIP, director.equals(DIRECTOR_A) ? DIRECTOR_B : DIRECTOR_A);
      tell(director + " silent", silent);
      assertThat(lab.client().get(HTTP, 8).areComplete()).isTrue();

      host.run("nft", "delete table netdev silence");
      awaitWays(VIP, DIRECTOR_A, DIRECTOR_B);
    }
  }

  @Test
  void connectionsGoOnByAnotherDirectorWithMaglevHashing() {
    try (HeldConnections held = lab.client().hold(HTTP, 60)) {
      assertThat(held.answers().areComplete()).isTrue();

      leave(DIRECTOR_A);

      assertThat(held.askAgain().areComplete()).as("mh").isTrue();
    }
  }

  /** By chance: with rr two directors may happen to be in step. */
  @Test
  void connectionsBreakWhereEachDirectorChoosesByItself() {
    manifests.replace("virtual-service.yaml", "scheduler: mh", "scheduler: twos");
    manifests.replace("virtual-service.yaml", "schedulerFlags: [mh-port, mh-fallback]", "");
    for (String director : List.of(DIRECTOR_A, DIRECTOR_B)) {
      await()
          .atMost(PATIENCE)
          .until(() -> lab.host(director).witness().toString().contains("-s twos"));
    }
    try (HeldConnections held = lab.client().hold(HTTP, 60)) {
      assertThat(held.answers().areComplete()).isTrue();

      leave(DIRECTOR_A);

      assertThat(held.askAgain().areComplete()).as("twos").isFalse();
    }
  }

  @Test
  void aDirectorSaysWhichVipsItAnnouncesAsTheRouterHasThem() {
    for (String director : List.of(DIRECTOR_A, DIRECTOR_B)) {
      awaitSaid(director, "bgp +default +Announced .* -");
      assertThat(ask(director, "holders", "-o", "json"))
          .contains("\"state\":\"Announced\",\"session\":\"Established\"", "\"untilMillis\":");
    }
    manifests.replace(
        "virtual-service.yaml",
        "  ports: [{port: 80}]\n",
        """
          ports: [{port: 80}]
          quorum: {whenLost: withdraw}
          healthCheck: {tcp: {}, interval: 500ms, timeout: 400ms}
        """);

    // real servers that only this director does not reach, first by IPv4 and then at all
    unreach("10.1.210.52", "10.1.210.53");
    awaitWays(VIP, DIRECTOR_B);
    awaitSaid(DIRECTOR_A, "bgp +default +Announced .*have lost their quorum here.*: " + VIP);
    awaitWays(VIP6, DIRECTOR_A, DIRECTOR_B);

    unreach("2001:db8:210::52", "2001:db8:210::53");
    awaitWays(VIP6, DIRECTOR_B);
    awaitSaid(DIRECTOR_A, "bgp +default +Withdrawn .*have lost their quorum here.*");
    awaitSaid(DIRECTOR_B, "bgp +default +Announced .* -");

    requireNonNull(speakers.remove(DIRECTOR_B)).close();
    awaitWays(VIP);
    awaitSaid(DIRECTOR_B, "bgp +default +NoSession .*no BGP session.*");
  }

  private void unreach(String... servers) {
    for (String server : servers) {
      lab.host(DIRECTOR_A)
          .ip("neigh replace %s lladdr 02:00:00:00:00:99 dev e0 nud permanent".formatted(server));
    }
  }

  private void awaitSaid(String director, String line) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(ask(director, "holders").lines()).anyMatch(said -> said.matches(line)));
  }

  /** Ends the announcements of a director in order, as with a service that is deleted. */
  private void leave(String director) {
    long before = System.nanoTime();
    agent(director).terminate();
    lab.host(director).ip("addr del %s/32 dev lvs-bgp".formatted(VIP));
    awaitWays(VIP, director.equals(DIRECTOR_A) ? DIRECTOR_B : DIRECTOR_A);
    tell("VIP removed", before);
  }

  private AgentProcess agent(String director) {
    return requireNonNull(agents.get(director));
  }

  private void run(String director) {
    agents.put(director, AgentProcess.run(lab.host(director), manifests.folder(), state.path()));
  }

  private void speak(String director) {
    Host host = lab.host(director);
    speakers.put(
        director,
        director.equals(DIRECTOR_A)
            ? ServerProgram.start(host, "bird", shipped("bird.conf"))
            : ServerProgram.start(host, "frr", shipped("frr.conf"), "10.1.210.51"));
  }

  private static String shipped(String file) {
    return Checkout.path("deploy", "speaker", file).toString();
  }

  private String status(String director) {
    return ask(director, "status", "-o", "json");
  }

  /** What a command prints on a director, whatever its exit code. */
  private String ask(String director, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--state-dir", state.path().resolve(director).toString()));
    return lab.host(director)
        .run("sh", "-c", String.join(" ", AgentProcess.commandLine(all)) + " 2>/dev/null; true");
  }

  private String arping() {
    return lab.host("router").run("sh", "-c", "arping -b -c 3 -w 5 -I e0 %s; true".formatted(VIP));
  }

  /** Waits until the router sends packets to a VIP to these directors and no others. */
  private void awaitWays(String vip, String... directors) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> ways(vip).equals(List.of(directors)));
    } catch (RuntimeException e) {
      StringBuilder logs = new StringBuilder();
      speakers.forEach((name, speaker) -> logs.append(name).append(":\n").append(speaker.log()));
      agents.forEach((name, agent) -> logs.append(name).append(":\n").append(agent.log()));
      throw new AssertionError(
          "%s leads to %s, not %s\n%s".formatted(vip, ways(vip), List.of(directors), logs), e);
    }
  }

  private List<String> ways(String vip) {
    String family = vip.indexOf(':') < 0 ? "-4" : "-6";
    String routes = lab.host("router").run("ip", family, "route", "show", vip);
    return List.of(DIRECTOR_A, DIRECTOR_B).stream()
        .filter(
            director -> {
              String last = director.equals(DIRECTOR_A) ? "50" : "51";
              return routes.contains("via 10.1.210." + last + " ")
                  || routes.contains("via 2001:db8:210::" + last + " ");
            })
        .toList();
  }

  private static void tell(String what, long since) {
    System.out.println(
        "bgp: %s: route gone after %d ms"
            .formatted(what, Duration.ofNanos(System.nanoTime() - since).toMillis()));
  }
}
