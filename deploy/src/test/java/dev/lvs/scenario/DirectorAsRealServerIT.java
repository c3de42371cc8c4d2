package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two machines that are directors and real servers, the VIP put on one of them by another program.
 */
@Tag("kernel")
class DirectorAsRealServerIT {
  private static final String HTTP = VIP + ":80";
  private static final String SELECTOR = "realServers: {selector: {matchLabels: {app: web}}}";
  private static final String DIRECTORS =
      "realServers: {nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}}";

  @AutoClose
  private final Scenario lab =
      new Scenario(twoServing(), "two-directors", DirectorAsRealServerIT::ofDirectors);

  @Test
  @Row("director-is-server")
  void everyRequestIsAnsweredWhicheverHoldsTheVip() {
    hold(lab.host("director-a"));
    assertThat(lab.client().get(HTTP, 6)).hasToString("director-a=6");

    lab.host("director-a").ip("addr del %s/32 dev e0".formatted(VIP));
    hold(lab.host("director-b"));
    lab.host("client").ip("neigh flush all");

    assertThat(lab.client().get(HTTP, 6)).hasToString("director-b=6");
  }

  @Test
  @Row("director-is-server")
  void whatTheOtherDirectorIsSentIsLost() {
    Host holder = lab.host("director-a");
    hold(holder);
    // what a person would get wrong
    holder.run("ipvsadm", "-a", "-t", HTTP, "-r", "10.1.210.51:80", "-g", "-w", "1");

    assertThat(lab.client().get(HTTP, 4).toString()).contains("TIMEOUT=2");
  }

  private static void hold(Host director) {
    director.ip("addr add %s/32 dev e0".formatted(VIP));
  }

  private static EditableManifests ofDirectors(EditableManifests manifests) {
    return manifests
        .replace("virtual-service.yaml", SELECTOR, DIRECTORS)
        .replace(
            "cluster.yaml",
            "nodeSelector: {matchLabels: {lvs.dev/real-server: \"true\"}}",
            "nodeSelector: {}");
  }

  private static Topology twoServing() {
    return new Topology(
        Topology.twoDirectors().machines().stream().map(DirectorAsRealServerIT::serving).toList());
  }

  private static Machine serving(Machine machine) {
    return machine.name().startsWith("director") ? machine.serving(80) : machine;
  }
}
