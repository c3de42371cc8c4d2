package dev.lvs.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.LeanServer;
import dev.lvs.lab.traffic.ManyConnections;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real servers that are replaced under load, as thousands of clients see it. */
@Tag("kernel")
class ReplacedServersIT {
  private static final int PORT = 9090;
  private static final int PER_SECOND = 2000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> CLIENTS =
      IntStream.range(0, Topology.CLIENT_ADDRESSES).mapToObj(n -> "10.1.210." + (101 + n)).toList();

  private final Map<String, LeanServer> servers = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario scenario;

  @AfterEach
  void close() {
    servers.values().forEach(LeanServer::close);
    scenario.close();
  }

  /** Each real server in turn leaves, is stopped, starts anew and comes back. */
  @ParameterizedTest
  @Row("drain-under-load")
  @CsvSource({
    "nat, web-1, 192.0.2.21, web-2, 192.0.2.22",
    "dr, rs-52, 10.1.210.52, rs-53, 10.1.210.53",
    "tun, rs-21, 198.51.100.21, rs-22, 198.51.100.22"
  })
  void noConnectionFailsWhileServersAreReplaced(
      String example, String first, String at, String second, String other) throws IOException {
    start(example, "drain: {timeout: 2s}", first, second, false);

    try (ManyConnections load = load(PER_SECOND, false)) {
      for (String scheduler :
          List.of("wrr", "wlc", "mh\n  schedulerFlags: [mh-port, mh-fallback]")) {
        scenario.edit("virtual-service.yaml", "scheduler: " + before(), "scheduler: " + scheduler);
        replace("web-1", first, at);
        replace("web-2", second, other);
      }
      Map<String, Integer> outcomes = load.stop();

      assertThat(outcomes).containsOnlyKeys(first, second);
      assertThat(outcomes.values().stream().mapToInt(n -> n).sum()).isGreaterThan(5_000);
    }
  }

  @Test
  void connectionsFailWhereAServerIsStoppedThatDidNotLeave() throws IOException {
    start("nat", "drain: {timeout: 2s}", "web-1", "web-2", false);

    try (ManyConnections load = load(PER_SECOND, false)) {
      await().atMost(PATIENCE).until(() -> load.outcomes().getOrDefault("web-1", 0) > 100);
      stop("web-1");
      await().atMost(PATIENCE).until(() -> load.outcomes().size() > 2);

      assertThat(load.stop()).hasSizeGreaterThan(2);
    }
  }

  /** Half of them are on the real server that leaves. */
  @Test
  @Row("drain-under-load")
  void tenThousandConnectionsGoOnInADrain() throws IOException {
    start("nat", "drain: {timeout: 10m}", "web-1", "web-2", true);

    try (ManyConnections held = load(1000, true)) {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> held.outcomes().values().stream().mapToInt(n -> n).sum() >= 10_000);
      Map<String, Integer> outcomes = held.stop();
      assertThat(outcomes).containsOnlyKeys("web-1", "web-2");
      label("web-1", "web", "none");
      await().atMost(PATIENCE).until(() -> table().contains("-r 192.0.2.21:9090 -m -w 0"));

      assertThat(held.askAgain()).isZero();

      stop("web-1");
      assertThat(held.askAgain()).as("those of the server that was stopped").isPositive();
    }
  }

  /** Returns what the manifest says until now. */
  private String before() {
    String text = scenario.agents().manifests().read("virtual-service.yaml");
    int at = text.indexOf("scheduler: ") + "scheduler: ".length();
    int flags = text.indexOf("schedulerFlags", at);
    return text.substring(at, text.indexOf('\n', Math.max(at, flags)));
  }

  private void start(String example, String drain, String first, String second, boolean keeping) {
    scenario =
        Scenario.begun(
            Topology.ofExample(example),
            example,
            manifests -> {
              String said = manifests.read("virtual-service.yaml");
              manifests.write(
                  "virtual-service.yaml",
                  said.replaceFirst(
                      "(?m)^  ports: .*", "  ports: [{port: %d}]\n  %s".formatted(PORT, drain)));
              return manifests;
            });
    scenario.agents().settle();
    serve(first, keeping);
    serve(second, keeping);
  }

  private ManyConnections load(int perSecond, boolean keeping) throws IOException {
    return new ManyConnections(
        scenario.client().inside(),
        CLIENTS,
        new InetSocketAddress(Topology.VIP, PORT),
        perSecond,
        keeping);
  }

  private void replace(String name, String machine, String address) {
    label(name, "web", "none");
    await().atMost(PATIENCE).until(() -> !table().contains("-r " + address + ":"));
    stop(machine);
    serve(machine, false);
    label(name, "none", "web");
    await().atMost(PATIENCE).until(() -> table().contains("-r " + address + ":" + PORT));
  }

  private void label(String name, String from, String to) {
    String its = "name: %s, namespace: shop, labels: {app: %s}";
    scenario
        .agents()
        .manifests()
        .replace("real-servers.yaml", its.formatted(name, from), its.formatted(name, to));
  }

  private void serve(String machine, boolean keeping) {
    servers.put(
        machine, scenario.host(machine).inside(() -> new LeanServer(machine, PORT, keeping)));
  }

  private void stop(String machine) {
    requireNonNull(servers.get(machine)).close();
  }

  private String table() {
    return String.join("\n", scenario.director().witness());
  }
}
