package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Repair of drift at once, by events of the kernel: the next observation without an event is
 * minutes away.
 */
@Tag("kernel")
class KernelEventsIT {
  private static final String TABLE = "lvs-operator";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

  @AutoClose private final Lab lab = Lab.of(Topology.direct().dualStack());

  @ParameterizedTest
  @CsvSource({
    "ip -o addr show dev e0, 10.1.210.58/32, ip addr del 10.1.210.58/32 dev e0",
    "ip -o addr show dev e0, 2001:db8:210::58/128," + " ip link set e0 down && ip link set e0 up",
    "nft list tables, " + TABLE + ", nft delete table inet " + TABLE
  })
  void driftIsPutRightAtOnce(String look, String held, String undo) {
    try (EditableManifests manifests = example();
        Agents agents = Agents.listening(lab, manifests)) {
      awaitCalm(agents);
      assertThat(seen(look)).contains(held);
      int before = agents.rounds(Topology.DIRECTOR);

      lab.director().run("sh", "-c", undo);

      await()
          .atMost(PATIENCE)
          .until(() -> agents.rounds(Topology.DIRECTOR) > before && seen(look).contains(held));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ip -o addr show dev e0, 10.1.210.58/32, ip addr del 10.1.210.58/32 dev e0",
    "ip -o addr show dev e0, 2001:db8:210::58/128," + " ip link set e0 down && ip link set e0 up",
    "nft list tables, " + TABLE + ", nft delete table inet " + TABLE
  })
  void driftStaysUntilTheNextLookWhereNobodyListens(String look, String held, String undo) {
    try (EditableManifests manifests = example();
        Agents agents = Agents.run(lab, manifests)) {
      awaitCalm(agents);
      assertThat(seen(look)).contains(held);

      lab.director().run("sh", "-c", undo);

      await().during(LONG_ENOUGH).atMost(PATIENCE).until(() -> !seen(look).contains(held));
    }
  }

  @Test
  void ownChangesMakeNoEndlessRounds() {
    try (EditableManifests manifests = example();
        Agents agents = Agents.listening(lab, manifests)) {
      lab.director().run("nft", "delete", "table", "inet", TABLE);
      await().atMost(PATIENCE).until(() -> seen("nft list tables").contains(TABLE));

      awaitCalm(agents);
    }
  }

  @Test
  void aStormOfForeignChangesCostsFewRoundsAndHidesNothing() {
    try (EditableManifests manifests = example();
        Agents agents = Agents.listening(lab, manifests)) {
      awaitCalm(agents);
      Host director = lab.director();
      String storm =
          IntStream.range(0, 500)
              .mapToObj(i -> "addr add 203.0.113.9/32 dev lo\naddr del 203.0.113.9/32 dev lo\n")
              .collect(Collectors.joining());
      int before = agents.rounds(Topology.DIRECTOR);
      long began = System.nanoTime();

      director.run("sh", "-c", "printf '%s' '" + storm + "' | ip -batch -");
      director.run("sh", "-c", "ip addr del 10.1.210.58/32 dev e0");

      await()
          .atMost(PATIENCE)
          .until(() -> seen("ip -o addr show dev e0").contains("10.1.210.58/32"));
      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      // the pauses grow from 50 ms to a second, and there is one more round for each of ours
      assertThat(agents.rounds(Topology.DIRECTOR) - before).isBetween(1, 10 + (int) seconds);
    }
  }

  /** So that no news of the manifests, which follow once the folder is still, leads to a round. */
  private static void awaitCalm(Agents agents) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              int before = agents.rounds(Topology.DIRECTOR);
              Thread.sleep(LONG_ENOUGH);
              return agents.rounds(Topology.DIRECTOR) == before;
            });
  }

  /** With an interface for the VIPs, which does not depend on the node's own addresses. */
  private static EditableManifests example() {
    return EditableManifests.ofExample("pfmc")
        .replace("cluster.yaml", "spec:\n", "spec:\n  vipInterface: e0\n");
  }

  private String seen(String look) {
    return lab.director().run("sh", "-c", look);
  }
}
