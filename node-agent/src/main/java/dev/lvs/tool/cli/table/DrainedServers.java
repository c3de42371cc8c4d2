package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.drain.DrainMemory;
import dev.lvs.agent.drain.DrainMemory.RunningDrain;
import dev.lvs.agent.kernel.Console;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.ipvs.DestinationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The drains that an agent has in progress, beside what the kernel says of their connections. */
final class DrainedServers {
  private static final Path PROC = Path.of("/proc");

  private final Path directory;

  /**
   * @param directory state directory of the agent
   */
  DrainedServers(Path directory) {
    this.directory = directory;
  }

  /**
   * One of them.
   *
   * @param counters its connections; empty where it is out of the table
   * @param left how long they may go on; empty where that has no end
   */
  record Drained(
      RunningDrain drain, Optional<DestinationCounters> counters, Optional<Duration> left) {
    boolean stands() {
      return counters.isPresent();
    }

    /** A sentence for people. */
    String words() {
      return "%s in %s: %s; %s."
          .formatted(
              drain.server(),
              drain.service(),
              counters
                  .map(
                      count ->
                          "%d active and %d inactive connections, %d persistence templates left"
                              .formatted(count.active(), count.inactive(), count.persistent()))
                  .orElse("out of the table"),
              left.map(time -> "removed at " + end(time) + " at the latest")
                  .orElse("removed when they end"));
    }

    /** The same for programs. */
    SequencedMap<String, Object> document() {
      SequencedMap<String, Object> document = new LinkedHashMap<>();
      document.put("service", drain.service());
      document.put("server", drain.server());
      document.put("method", drain.way());
      if (drain.order() != null) {
        document.put("order", drain.order());
      }
      document.put("standing", stands());
      counters.ifPresent(
          count -> {
            document.put("active", count.active());
            document.put("inactive", count.inactive());
            document.put("persistent", count.persistent());
          });
      left.ifPresent(time -> document.put("leftSeconds", Math.max(0, time.toSeconds())));
      return document;
    }

    private static Instant end(Duration left) {
      return Instant.now().plus(left).truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** Those of one order. */
  List<Drained> by(String order) {
    return all().stream().filter(one -> order.equals(one.drain().order())).toList();
  }

  /**
   * All of them.
   *
   * @throws CommandException when that cannot be told
   */
  List<Drained> all() {
    List<RunningDrain> running;
    try {
      running = DrainMemory.read(directory, KernelLife.current(PROC));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.STATE, "The drains in " + directory + " cannot be read: " + e.getMessage());
    }
    if (running.isEmpty()) {
      return List.of();
    }
    Map<String, ObservedServer> table = new HashMap<>();
    try (Console console = Access.open()) {
      console.list().servers().forEach(one -> table.put(one.server().key().toString(), one));
    }
    long now = Duration.ofNanos(System.nanoTime()).toMillis();
    List<Drained> all = new ArrayList<>();
    for (RunningDrain drain : running) {
      all.add(
          new Drained(
              drain,
              Optional.ofNullable(table.get(drain.service()))
                  .flatMap(server -> counters(server, drain.server())),
              Optional.ofNullable(drain.untilMillis()).map(end -> Duration.ofMillis(end - now))));
    }
    return all;
  }

  private static Optional<DestinationCounters> counters(ObservedServer server, String destination) {
    return server.server().destinations().keySet().stream()
        .filter(key -> key.toString().equals(destination))
        .findFirst()
        .map((DestinationKey key) -> server.counters(key));
  }
}
