package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Download;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two directors with one plan and another past, whose mh has to send each flow to one server. */
@Tag("kernel")
class MaglevHistoryIT {
  private static final String A = "director-a";
  private static final String B = "director-b";
  private static final String HTTP = VIP + ":80";
  private static final String SERVERS = "real-servers.yaml";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** After which the kernel has forgotten a flow that was only begun. */
  private static final Duration OBLIVION = Duration.ofSeconds(62);

  @AutoClose
  private final Scenario lab =
      new Scenario(
          Topology.twoDirectors(),
          "two-directors",
          manifests ->
              manifests
                  .replace("cluster.yaml", "  connectionSync: {interface: e1, syncId: 5}\n", "")
                  .replace(
                      "virtual-service.yaml",
                      "scheduler: wrr",
                      "scheduler: mh\n  schedulerFlags: [mh-port, mh-fallback]")
                  .write(SERVERS, servers(10, 20)));

  @Test
  @Row("scheduler-mh")
  void directorsOfAnotherPastSendEachFlowToTheSameServer() {
    lab.agents().stop(B);
    lab.host(B).run("ipvsadm", "-C");
    become(servers(10, 20) + servers(30, 40));
    become(servers(10, 20) + servers(30, 40) + servers(20, 30));
    become(servers(0, 40));
    become(
        servers(0, 40)
            .replace(
                "10.1.210.205, weight: 1", "10.1.210.205, weight: 1, maintenance: {mode: Drain}")
            .replace("10.1.210.215, weight: 2", "10.1.210.215, weight: 0"));
    lab.agents()
        .manifests()
        .replace(
            SERVERS,
            "10.1.210.225, weight: 3",
            "10.1.210.225, weight: 3, healthCheck: {tcp: {}, interval: 200ms, timeout: 200ms}");
    await().atMost(PATIENCE).until(() -> table(A).contains("-r 10.1.210.225:80 -g -w 0"));

    lab.agents().resume();
    await().atMost(PATIENCE).until(() -> table(B).equals(table(A)));

    assertThat(table(A)).contains("-r 10.1.210.205:80 -g -w 0", "-r 10.1.210.215:80 -g -w 0");
    Map<String, String> byA = flowsBy(A, B);
    Map<String, String> byB = flowsBy(B, A);
    tell("other pasts", byA, byB);
    assertThat(byA).hasSize(FlowTable.FLOWS);
    assertThat(FlowTable.moved(byA, byB)).isZero();
    assertThat(byA.values().stream().distinct().count()).isGreaterThan(20);
  }

  @Test
  @Row("scheduler-mh")
  void theAgentPutsInOrderWhatSomebodySpoilt() {
    become(servers(0, 40));
    Map<String, String> byA = flowsBy(A, B);
    lab.agents().stop(B);
    List<String> order = order(B);
    // those that were added first become the newest; ipvsadm sorts them by their addresses
    List<String> saved =
        lab.host(B).run("ipvsadm", "-Sn").lines().filter(line -> line.startsWith("-a")).toList();
    for (String line : saved.subList(0, 12)) {
      lab.host(B).ipvsadm("-d -t %s -r %s\n%s\n".formatted(HTTP, line.split(" +", -1)[4], line));
    }
    assertThat(order(B)).isNotEqualTo(order);
    Map<String, String> spoilt = flowsBy(B, A);
    tell("spoilt by hand", byA, spoilt);
    assertThat(FlowTable.moved(byA, spoilt)).as("the control").isPositive();

    List<Download> downloads = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        downloads.add(lab.client().download(HTTP));
      }
      downloads.removeIf(download -> !download.goesOn());
      assertThat(downloads).as("those of the servers that are there").isNotEmpty();
      long begun = System.nanoTime();
      lab.agents().start();
      assertThat(order(B)).isEqualTo(order);
      System.out.println(
          "maglev: put in order after %d ms".formatted((System.nanoTime() - begun) / 1_000_000));

      downloads.forEach(download -> assertThat(download.goesOn()).as(download.failure()).isTrue());
    } finally {
      downloads.forEach(Download::close);
    }
    pass(OBLIVION);
    Map<String, String> byB = flowsBy(B, A);
    tell("put in order", byA, byB);
    assertThat(FlowTable.moved(byA, byB)).isZero();
  }

  private void become(String servers) {
    lab.agents().manifests().write(SERVERS, servers);
    lab.agents().settle();
  }

  /** The two that there are, and some that nobody is. */
  private static String servers(int from, int to) {
    StringBuilder all = new StringBuilder();
    if (from == 0 || from == 10) {
      // half of the flows for those that answer
      all.append(server(52, 40)).append(server(53, 40));
    }
    IntStream.range(from, to).forEach(n -> all.append(server(200 + n, weight(n))));
    return all.toString();
  }

  private static int weight(int server) {
    return 1 + (server + 1) % 3;
  }

  private static String server(int last, int weight) {
    return """
        ---
        apiVersion: lvs.dev/v1alpha1
        kind: RealServer
        metadata: {name: web-%1$d, namespace: shop, labels: {app: web}}
        spec: {address: 10.1.210.%1$d, weight: %2$d}
        """
        .formatted(last, weight);
  }

  private Map<String, String> flowsBy(String holder, String other) {
    lab.host(other).run("ip", "addr", "flush", "dev", "e0", "to", VIP);
    lab.host(holder).run("ip", "addr", "replace", VIP + "/32", "dev", "e0");
    lab.host(Topology.CLIENT).ip("neigh flush all");
    return FlowTable.of(lab, holder);
  }

  private static void tell(String what, Map<String, String> one, Map<String, String> other) {
    System.out.println(
        "maglev: %s: %d of %d flows have another server"
            .formatted(what, FlowTable.moved(one, other), one.size()));
  }

  private String table(String director) {
    return String.join("\n", lab.host(director).witness());
  }

  /** The servers as the kernel lists them. */
  private List<String> order(String director) {
    return lab.host(director)
        .run("cat", "/proc/net/ip_vs")
        .lines()
        .map(line -> line.strip().split(" +", -1))
        .filter(words -> words[0].equals("->") && words[1].startsWith("0A"))
        .map(words -> words[1])
        .toList();
  }
}
