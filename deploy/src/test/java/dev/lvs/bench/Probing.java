package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_MOST;

import dev.lvs.agent.health.HealthMonitor;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.manifest.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks of 10,000 real servers every two seconds: the share of a core that the probing threads
 * take, the system's part included, and how much the process grows by them.
 */
final class Probing {
  private static final int SERVICES = 1_000;
  private static final int SERVERS = 10;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double MOST_MEBIBYTES = 24;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Result result;

  Probing(Result result) {
    this.result = result;
  }

  void run(int rounds) throws Exception {
    result.title(
        "Checking %,d real servers every 2 s, %d rounds of %d s",
        SERVICES * SERVERS, rounds, WINDOW.toSeconds());
    result.header("check", "of a core (range)", "us a probe", "probes a second", "MiB more");
    try (AnsweringServers servers = new AnsweringServers(SERVICES * SERVERS)) {
      double more = measure("tcp", "{}", 0.3, servers, rounds);
      result.goal(
          "checks by tcp of 10,000, MiB more than without",
          AT_MOST,
          MOST_MEBIBYTES,
          more,
          String.format(Locale.ROOT, "%.1f", more));
      measure("http", "{}", 0.5, servers, rounds);
    }
  }

  /** Measures checks of one kind; by how many MiB the process has grown with them. */
  private double measure(
      String kind, String settings, double most, AnsweringServers servers, int rounds)
      throws Exception {
    DirectorPlan plan = plan(SERVICES, kind, settings);
    List<Long> micros = new ArrayList<>();
    List<Long> windows = new ArrayList<>();
    long before = withoutChecks(plan(1, kind, settings));
    long probes;
    double more;
    try (Inbox inbox = new Inbox(SteadyClock.STEADY, List.of());
        HealthMonitor monitor = new HealthMonitor()) {
      monitor.begin(inbox);
      monitor.watch(plan, ProbeWays.NONE);
      Thread.sleep(WARM_UP);
      long accepted = servers.accepted();
      for (int i = 0; i < rounds; i++) {
        long began = System.nanoTime();
        long busy = cpuNanos();
        Thread.sleep(WINDOW);
        micros.add((cpuNanos() - busy) / 1000);
        windows.add((System.nanoTime() - began) / 1000);
      }
      probes = servers.accepted() - accepted;
      more = (residentKib() - before) / 1024.0;
      checkAllUp(inbox.take().health());
    }
    Ratio share = Ratio.of(micros, windows);
    long each = micros.stream().mapToLong(Long::longValue).sum() / Math.max(probes, 1);
    long second = probes * 1_000_000 / windows.stream().mapToLong(Long::longValue).sum();
    Sanity.that(second > SERVICES * SERVERS / 2 * 9 / 10, second + " probes a second");
    result.row(
        kind,
        share.toString(),
        String.valueOf(each),
        String.format(Locale.ROOT, "%,d", second),
        String.format(Locale.ROOT, "%.1f", more));
    result.goal("checks by " + kind + " of 10,000 every 2 s, of a core", AT_MOST, most, share);
    return more;
  }

  private static void checkAllUp(Optional<Health> news) {
    Health health = news.orElseThrow(() -> new IllegalStateException("no result at all"));
    long up =
        health.byService().values().stream()
            .flatMap(servers -> servers.values().stream())
            .filter(ServerHealth.Up.class::isInstance)
            .count();
    Sanity.that(up == SERVICES * SERVERS, up + " servers up");
  }

  /** Of the threads that probe, by the name that they have. */
  private static long cpuNanos() {
    return Arrays.stream(THREADS.dumpAllThreads(false, false))
        .filter(thread -> thread.getThreadName().startsWith("health-"))
        .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  /** Resident memory after a few checks, once the JVM has given back what it does not need. */
  private static long withoutChecks(DirectorPlan few) throws Exception {
    try (Inbox inbox = new Inbox(SteadyClock.STEADY, List.of());
        HealthMonitor monitor = new HealthMonitor()) {
      monitor.begin(inbox);
      monitor.watch(few, ProbeWays.NONE);
      Thread.sleep(Duration.ofSeconds(5));
    }
    System.gc();
    Thread.sleep(Duration.ofSeconds(11));
    System.gc();
    return residentKib();
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private static DirectorPlan plan(int count, String kind, String settings) {
    String services =
        IntStream.range(0, count)
            .mapToObj(n -> service(n, kind, settings))
            .collect(Collectors.joining(","));
    return Json.read("{\"services\":[" + services + "]}", DirectorPlan.class);
  }

  private static String service(int number, String kind, String settings) {
    String servers =
        IntStream.range(0, SERVERS)
            .mapToObj(n -> AnsweringServers.FIRST_PORT + number * SERVERS + n)
            .map("{'address':'127.0.0.1','port':%d,'method':'NAT','weight':1}"::formatted)
            .collect(Collectors.joining(","));
    return """
    {'key':'TCP 192.0.2.1:%d','scheduler':'rr','source':'VirtualService bench/s%d',\
    'destinations':[%s],'health':{'check':{'%s':%s}}}
    """
        .formatted(number + 1, number, servers, kind, settings)
        .replace('\'', '"');
  }
}
