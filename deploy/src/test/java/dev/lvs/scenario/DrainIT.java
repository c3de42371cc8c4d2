package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Download;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real servers that leave a service, as their clients and ipvsadm see it. */
@Tag("kernel")
class DrainIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String FIRST = "-r 192.0.2.21:8080 -m";
  private static final String LABEL = "name: web-1, namespace: shop, labels: {app: web}";
  private static final String NO_LABEL = "name: web-1, namespace: shop, labels: {app: none}";
  private static final String SPEC = "{address: 192.0.2.21, weight: 1}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario nat;

  @AfterEach
  void close() {
    nat.close();
  }

  @Test
  void withoutDrainARemovedServerBreaksItsDownloadAtOnce() {
    start("scheduler: wrr");
    List<Download> downloads = downloads(4);

    nat.edit("real-servers.yaml", LABEL, NO_LABEL);

    assertThat(table()).doesNotContain(FIRST);
    await().atMost(PATIENCE).until(() -> goOn(downloads) == 2);
    downloads.forEach(Download::close);
  }

  @Test
  @Row("drain-timed")
  void aServerThatLosesItsLabelFinishesItsDownloadsAndGoesWithTheLast() {
    start("drain: {timeout: 60s}");
    List<Download> downloads = downloads(4);

    nat.edit("real-servers.yaml", LABEL, NO_LABEL);

    assertThat(table()).contains(FIRST + " -w 0");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");
    await().during(Duration.ofSeconds(4)).atMost(PATIENCE).until(() -> goOn(downloads) == 4);
    assertThat(table()).contains(FIRST + " -w 0");

    downloads.forEach(Download::close);
    await().atMost(Duration.ofSeconds(2)).until(() -> !table().contains(FIRST));
  }

  @Test
  @Row("drain-timed")
  void atTheDeadlineTheRestIsRemoved() {
    start("drain: {timeout: 4s}");
    List<Download> downloads = downloads(4);

    nat.remove("real-servers.yaml", "web-1");
    Instant begun = Instant.now();

    assertThat(table()).contains(FIRST + " -w 0");
    while (Instant.now().isBefore(begun.plusMillis(3000))) {
      assertThat(goOn(downloads)).isEqualTo(4);
    }
    await().atMost(Duration.ofSeconds(2)).until(() -> !table().contains(FIRST));
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    await().atMost(PATIENCE).until(() -> goOn(downloads) == 2);
    downloads.forEach(Download::close);
  }

  @Test
  void theExampleTakesOutAServerThatFinishesWhatItHas() {
    nat = new Scenario(Topology.nat(2), "drain");
    String file = "real-servers.yaml";
    try (HeldConnections held = nat.client().hold(HTTP, 4)) {
      assertThat(held.answers()).hasToString("web-1=2 web-2=2");

      nat.edit(file, "  # maintenance:", "  maintenance:");
      assertThat(table()).contains(FIRST + " -w 0");
      assertThat(held.askAgain()).isEqualTo(held.answers());
    }
    await().atMost(PATIENCE).until(() -> !table().contains(FIRST));
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");

    nat.edit(file, "  maintenance:", "  # maintenance:");
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");
  }

  @Test
  void aThousandConnectionsGoOn() {
    start("drain: {timeout: 10m}");
    try (HeldConnections held = nat.client().hold(HTTP, 1_000)) {
      assertThat(held.answers()).hasToString("web-1=500 web-2=500");

      nat.edit("real-servers.yaml", LABEL, NO_LABEL);
      assertThat(table()).contains(FIRST + " -w 0");

      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(table()).contains(FIRST + " -w 0");
    }
    await().atMost(PATIENCE).until(() -> !table().contains(FIRST));
  }

  @Test
  void aServiceThatIsDeletedGoesAtOnce() {
    start("drain: {timeout: 60s}");
    try (HeldConnections _ = nat.client().hold(HTTP, 2)) {
      nat.agents().manifests().delete("virtual-service.yaml");

      await().atMost(PATIENCE).until(() -> table().isEmpty());
    }
  }

  /** The answers of the last real server by NAT need forwarding as long as it is drained. */
  @Test
  void theLastServerKeepsWhatItsMethodNeeds() {
    start("drain: {timeout: 60s}");
    try (HeldConnections held = nat.client().hold(HTTP, 4)) {
      nat.edit("virtual-service.yaml", "app: web", "app: nobody");

      assertThat(table()).contains(FIRST + " -w 0", "-r 192.0.2.22:8080 -m -w 0");
      assertThat(nat.director().sysctl("net/ipv4/ip_forward")).isEqualTo("1");
      assertThat(held.askAgain()).isEqualTo(held.answers());
    }
    await().atMost(PATIENCE).until(() -> !table().contains("-m"));
  }

  @ParameterizedTest
  @CsvSource({"'maintenance: {mode: Drain}'", "'maintenance: {mode: \"Off\"}'"})
  @Row("maintenance")
  void maintenanceDrainsAndItsEndBringsTheServerBack(String maintenance) {
    start("drain: {timeout: 60s}");
    try (HeldConnections held = nat.client().hold(HTTP, 4)) {
      nat.edit("real-servers.yaml", SPEC, SPEC.replace("}", ", " + maintenance + "}"));
      assertThat(table()).contains(FIRST + " -w 0");
      assertThat(nat.client().get(HTTP, 2)).hasToString("web-2=2");
      assertThat(held.askAgain()).isEqualTo(held.answers());

      nat.edit("real-servers.yaml", SPEC.replace("}", ", " + maintenance + "}"), SPEC);
      assertThat(table()).contains(FIRST + " -w 1");
      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");
    }
  }

  @Test
  void maintenanceOfAnAnnotationEndsByItself() {
    start("drain: {timeout: 1s}");
    Instant end = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);

    nat.edit(
        "real-servers.yaml",
        "labels: {app: web}}\nspec: " + SPEC,
        "labels: {app: web}, annotations: {lvs.dev/maintenance: \"Drain until %s: new disk\"}}\nspec: %s"
            .formatted(end, SPEC));

    await().atMost(Duration.ofSeconds(5)).until(() -> !table().contains(FIRST));
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-2=4");
    await().atMost(PATIENCE).until(() -> table().contains(FIRST + " -w 1"));
    assertThat(Instant.now()).isAfter(end).isBefore(end.plusSeconds(4));
    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=2 web-2=2");
  }

  @Test
  void rememberedClientsComeOnUntilTheDeadline() {
    start("drain: {timeout: 5s}\n  persistence: {mode: PPC, timeout: 300s}");
    String first = nat.client().get(HTTP, 1).toString();
    String address = first.startsWith("web-1") ? "192.0.2.21" : "192.0.2.22";
    String other = first.startsWith("web-1") ? "web-2=2" : "web-1=2";
    String name = first.substring(0, 5);

    nat.remove("real-servers.yaml", name);

    assertThat(table()).contains("-r " + address + ":8080 -m -w 0");
    assertThat(nat.client().get(HTTP, 2)).hasToString(name + "=2");
    await().atMost(Duration.ofSeconds(8)).until(() -> !table().contains(address));
    assertThat(nat.client().get(HTTP, 2)).hasToString(other);
  }

  /** New clients take the other method at once; what the former needs goes with the deadline. */
  @ParameterizedTest
  @CsvSource({"TUN, DR", "DR, NAT", "NAT, TUN", "DR, FULLNAT"})
  void aChangeOfMethodDrainsTheFormer(String former, String next) {
    nat =
        new Scenario(
            Topology.routed(),
            "dr",
            manifests ->
                manifests.replace(
                    "virtual-service.yaml",
                    "forwarding: {method: DR}",
                    "drain: {timeout: 12s}\n  forwarding: {method: " + former + "}"));
    for (String server : List.of("52", "53")) {
      Host host = nat.host("rs-" + server);
      host.sysctl("net/ipv4/conf/all/accept_redirects", "0");
      host.sysctl("net/ipv4/conf/e0/accept_redirects", "0");
      host.ip(
          "rule add from 10.1.210." + server + " table 100",
          "route add default via 10.1.210.51 table 100");
    }
    try (HeldConnections held = nat.client().hold(HTTP, 4)) {
      assertThat(held.answers()).hasToString("rs-52=2 rs-53=2");

      nat.edit("virtual-service.yaml", "method: " + former, "method: " + next);

      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(nat.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
      await()
          .atMost(PATIENCE)
          .until(
              () -> !nat.agents().round(Topology.DIRECTOR).before().situation().drains().isEmpty());
      assertThat(held.askAgain()).isEqualTo(held.answers());
      await()
          .atMost(PATIENCE)
          .until(
              () -> nat.agents().round(Topology.DIRECTOR).before().desired().goodUntil().isEmpty());
      assertThat(nat.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
    }
  }

  private void start(String line) {
    nat =
        new Scenario(
            Topology.nat(2),
            "nat",
            manifests ->
                manifests.replace(
                    "virtual-service.yaml",
                    "scheduler: wrr",
                    line.startsWith("scheduler") ? line : "scheduler: wrr\n  " + line));
  }

  private List<Download> downloads(int count) {
    List<Download> downloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      downloads.add(nat.client().download(HTTP));
    }
    assertThat(goOn(downloads)).isEqualTo(count);
    return downloads;
  }

  private static long goOn(List<Download> downloads) {
    return downloads.stream().filter(Download::goesOn).count();
  }

  private String table() {
    return String.join("\n", nat.director().witness());
  }
}
