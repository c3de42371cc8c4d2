package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Client;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients of TCP that use one port again and again, as NAT gateways and NFS do: the director has an
 * entry of their connection before, which leads to one real server.
 */
@Tag("kernel")
class ReusedPortsIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final int PORT = 40_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHECK =
      "scheduler: wrr\n  healthCheck: {tcp: {}, interval: 200ms, timeout: 200ms, fall: 2}";

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario scenario;

  @AfterEach
  void close() {
    scenario.close();
  }

  @ParameterizedTest
  @CsvSource({"nat, web-1, web-2", "dr, rs-52, rs-53", "tun, rs-21, rs-22"})
  @Row("reused-port-leaves")
  void leaveAServerThatFails(String example, String one, String other) {
    start(example, CHECK, manifests -> manifests);
    Client client = forgetful();
    String first = client.get(HTTP, 1).toString().substring(0, one.length());

    silence(scenario.host(first));
    await().atMost(PATIENCE).until(() -> table().contains(" -w 0"));

    assertThat(client.get(HTTP, 1)).hasToString((first.equals(one) ? other : one) + "=1");
  }

  /** As the kernel has it by itself. */
  @Test
  void stayWithAServerThatFailsWhereAGroupForbidsToSendThemOn() {
    start(
        "nat",
        CHECK,
        manifests ->
            manifests.replace(
                "cluster.yaml",
                "nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}",
                "nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}\n"
                    + "  ipvsSysctls: {expire_nodest_conn: 0}"));
    Client client = forgetful();
    String first = client.get(HTTP, 1).toString().substring(0, 5);

    silence(scenario.host(first));
    await().atMost(PATIENCE).until(() -> table().contains(" -w 0"));

    assertThat(client.get(HTTP, 1)).hasToString("TIMEOUT");
  }

  @ParameterizedTest
  @CsvSource({"nat, web-1, web-2", "dr, rs-52, rs-53", "tun, rs-21, rs-22"})
  @Row("reused-port-leaves")
  void leaveAServerThatIsDrained(String example, String one, String other) {
    start(example, "scheduler: wrr\n  drain: {timeout: 10m}", manifests -> manifests);
    // its host remembers no connection that it has ended
    scenario.host(Topology.CLIENT).sysctl("net/ipv4/tcp_max_tw_buckets", "0");
    Client client = scenario.client().fromPort(PORT);
    String first = client.get(HTTP, 1).toString().substring(0, one.length());
    String name = first.equals(one) ? "web-1" : "web-2";

    scenario.edit(
        "real-servers.yaml",
        "name: " + name + ", namespace: shop, labels: {app: web}",
        "name: " + name + ", namespace: shop, labels: {app: none}");
    await().atMost(PATIENCE).until(() -> table().contains(" -w 0"));

    assertThat(reuse()).isEqualTo(example.equals("nat") ? "1" : "3");
    assertThat(client.get(HTTP, 1)).hasToString((first.equals(one) ? other : one) + "=1");

    scenario.edit("real-servers.yaml", "app: none", "app: web");
    assertThat(reuse()).isEqualTo("1");
  }

  /**
   * A client that says nothing when it goes, so that the entry of its connection stays as it is.
   */
  private Client forgetful() {
    Host host = scenario.host(Topology.CLIENT);
    host.run("nft", "add table inet gone");
    host.run("nft", "add chain inet gone out { type filter hook output priority 0 ; }");
    host.run("nft", "add rule inet gone out tcp flags & rst == rst drop");
    return scenario.client().fromPort(PORT).resetting();
  }

  private String reuse() {
    return scenario.director().sysctl("net/ipv4/vs/conn_reuse_mode");
  }

  private void start(String example, String line, UnaryOperator<EditableManifests> edit) {
    scenario =
        new Scenario(
            Topology.ofExample(example),
            example,
            manifests ->
                edit.apply(manifests.replace("virtual-service.yaml", "scheduler: wrr", line)));
  }

  private static void silence(Host server) {
    server.run("nft", "add table inet dead");
    server.run("nft", "add chain inet dead in { type filter hook input priority 0 ; }");
    server.run("nft", "add rule inet dead in meta l4proto tcp drop");
  }

  private String table() {
    return String.join("\n", scenario.director().witness());
  }
}
