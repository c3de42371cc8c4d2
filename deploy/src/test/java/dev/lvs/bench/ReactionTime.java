package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_MOST;

import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.KernelTable;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The time from the end of a real server's program to its weight 0 in the kernel, by the agent and
 * by keepalived with the same settings: a tcp check every half second, two failures.
 */
final class ReactionTime {
  private static final String FIRST = "192.0.2.21";
  private static final String SECOND = "192.0.2.22";
  private static final int PORT = 8080;
  private static final int INTERVAL_MILLIS = 500;
  private static final int FALL = 2;

  /** On top of the probes: the news, a round, the kernel, and the look at it. */
  private static final int MARGIN_MILLIS = 50;

  private static final Duration SETTLING = Duration.ofSeconds(2);

  private static final String KEEPALIVED =
      """
      virtual_server 10.1.210.58 80 {
        delay_loop 0.5
        lb_algo wrr
        lb_kind NAT
        protocol TCP
        real_server 192.0.2.21 8080 { inhibit_on_failure
          TCP_CHECK { connect_timeout 0.5
            retry 1
            delay_before_retry 0.5 } }
        real_server 192.0.2.22 8080 { inhibit_on_failure
          TCP_CHECK { connect_timeout 0.5
            retry 1
            delay_before_retry 0.5 } }
      }
      """;

  private final Result result;

  ReactionTime(Result result) {
    this.result = result;
  }

  void run(int rounds) throws Exception {
    List<Long> agent = new ArrayList<>();
    List<Long> keepalived = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      agent.add(byAgent());
      keepalived.add(byKeepalived());
    }
    result.title("From a server's end to weight 0, %d rounds", rounds);
    result.header("program", "ms, median", "longest", "to the agent (range)");
    row("agent", agent, agent);
    row("keepalived", keepalived, agent);
    double longest = longest(agent);
    result.goal(
        "from a server's end to weight 0, longest, ms",
        AT_MOST,
        INTERVAL_MILLIS * FALL + MARGIN_MILLIS,
        longest,
        String.format(Locale.ROOT, "%.0f", longest));
  }

  private void row(String name, List<Long> times, List<Long> agent) {
    result.row(
        name,
        Result.millis(times),
        String.format(Locale.ROOT, "%.0f", longest(times)),
        Ratio.of(times, agent).toString());
  }

  private static double longest(List<Long> micros) {
    return micros.stream().mapToLong(Long::longValue).max().orElse(0) / 1000.0;
  }

  private static long byAgent() throws Exception {
    try (Lab lab = lab();
        EditableManifests manifests =
            EditableManifests.ofExample("nat")
                .replace(
                    "virtual-service.yaml",
                    "scheduler: wrr",
                    "scheduler: wrr\n  healthCheck: {tcp: {}, interval: 500ms, timeout: 500ms,"
                        + " fall: 2}");
        WebServer _ = server(lab, "web-2")) {
      WebServer first = server(lab, "web-1");
      try (Agents _ = Agents.run(lab, manifests)) {
        return micros(lab.director(), first);
      }
    }
  }

  private static long byKeepalived() throws Exception {
    try (Lab lab = lab();
        ScratchFolder folder = ScratchFolder.named("lvs-bench-keepalived");
        WebServer _ = server(lab, "web-2")) {
      WebServer first = server(lab, "web-1");
      Path config = Files.writeString(folder.path().resolve("keepalived.conf"), KEEPALIVED);
      List<String> command =
          lab.director()
              .execution(
                  "keepalived",
                  "-n",
                  "-l",
                  "-C",
                  "-f",
                  config.toString(),
                  "-p",
                  folder.path().resolve("pid").toString(),
                  "-c",
                  folder.path().resolve("checkers.pid").toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return micros(lab.director(), first);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** Ends the server at some time between two probes. */
  private static long micros(Host director, WebServer first) throws InterruptedException {
    KernelTable table = new KernelTable(director);
    table.awaits(Map.of(FIRST, 1, SECOND, 1), System.nanoTime());
    Thread.sleep(SETTLING.plusMillis(ThreadLocalRandom.current().nextInt(INTERVAL_MILLIS)));
    first.close();
    long start = System.nanoTime();
    return table.awaits(Map.of(FIRST, 0, SECOND, 1), start).toNanos() / 1000;
  }

  private static WebServer server(Lab lab, String name) {
    Callable<WebServer> start = () -> new WebServer(name, PORT);
    return lab.host(name).inside(start);
  }

  private static Lab lab() {
    return Lab.of(
        Topology.of(
            Machine.named(Topology.DIRECTOR, "10.1.210.51", "192.0.2.1"),
            Machine.named("web-1", FIRST).via("192.0.2.1"),
            Machine.named("web-2", SECOND).via("192.0.2.1")));
  }
}
