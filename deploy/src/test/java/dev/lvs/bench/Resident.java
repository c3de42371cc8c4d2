package dev.lvs.bench;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Host;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MemoryCurve of an agent process that holds its table and has nothing to do, in KiB.
 *
 * @param now resident (VmRSS)
 * @param anonymous the part of it that is no file's (RssAnon): heap, code, what the C library gave
 * @param highest resident at any time since the start (VmHWM)
 */
record Resident(long now, long anonymous, long highest) {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofSeconds(3);

  /**
   * The JVM gives free memory of the C library back every 5 s, and the agent looks every second.
   */
  private static final Duration SETTLING = Duration.ofSeconds(20);

  /**
   * Waits until the table of the agent's machine holds so many objects, and then for the agent to
   * settle.
   *
   * @return empty when it does not get that far, or ends afterwards
   */
  static Optional<Resident> awaitedOf(AgentProcess agent, Host host, int objects)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (host.run("ipvsadm", "-Ln").lines().count() - 3 < objects) {
      if (!agent.isAlive() || System.nanoTime() > deadline) {
        return Optional.empty();
      }
      Thread.sleep(LOOK);
    }
    Thread.sleep(SETTLING);
    if (!agent.isAlive()) {
      return Optional.empty();
    }
    return Optional.of(
        new Resident(
            agent.statusKib("VmRSS"), agent.statusKib("RssAnon"), agent.statusKib("VmHWM")));
  }

  double mebibytes() {
    return now / 1024.0;
  }

  /** As cells of a table, in MiB. */
  List<String> cells() {
    return Stream.of(now, anonymous, highest)
        .map(kib -> String.format(Locale.ROOT, "%.1f", kib / 1024.0))
        .toList();
  }
}
