package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.object.Foreign;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forwarding is switched on for NAT on a node whose owner has set more than defaults. */
@Tag("kernel")
class ForwardingIT {
  private static final String FORWARD = "net/ipv4/ip_forward";
  private static final String REDIRECTS = "net/ipv4/conf/all/accept_redirects";
  private static final String GUEST = "198.51.100.9";

  /** The guest and the client reach each other through the director, as containers do. */
  @AutoClose
  private final Lab lab =
      Lab.of(
          Topology.of(
                  Machine.named(Topology.CLIENT, "10.1.210.100").via("10.1.210.51"),
                  Machine.named(Topology.DIRECTOR, "10.1.210.51", "192.0.2.1", "198.51.100.1"),
                  Machine.named("web-1", "192.0.2.21").via("192.0.2.1").serving(8080),
                  Machine.named("web-2", "192.0.2.22").via("192.0.2.1").serving(8080))
              .dualStack()
              .with(
                  Stream.of(
                      Machine.named("guest", GUEST).via("198.51.100.1").serving(80).dualStack())));

  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("nat");

  @Test
  @Row("forwarding-side-effects")
  void whatComesAndGoesWithTheSwitchIsAsItWas() {
    manifests
        .replace("cluster.yaml", "[10.1.210.58/32]", "[10.1.210.58/32, '2001:db8:210::58/128']")
        .write("six.yaml", six());
    Host director = lab.director();
    director.sysctl(REDIRECTS, "0");
    director.sysctl("net/ipv4/conf/e1/forwarding", "1");
    director.sysctl("net/ipv6/conf/e2/forwarding", "1");
    List<String> before = settings();

    try (Agents agents = Agents.run(lab, manifests, List.of(Topology.DIRECTOR))) {
      assertThat(settings()).isNotEqualTo(before);
      assertThat(director.sysctl(REDIRECTS)).isEqualTo("0");
      assertThat(lab.client().get("10.1.210.58:80", 2)).hasToString("web-1=1 web-2=1");
      assertThat(lab.client().get("[2001:db8:210::58]:80", 2)).hasToString("web-1=1 web-2=1");
      agents.cleanUp();
    }

    assertThat(settings()).isEqualTo(before);
  }

  @Test
  @Row("forwarding-side-effects")
  void theKernelAloneLeavesItOtherwise() {
    Host director = lab.director();
    director.sysctl(REDIRECTS, "0");
    director.sysctl("net/ipv4/conf/e1/forwarding", "1");

    director.sysctl(FORWARD, "1");
    director.sysctl(FORWARD, "0");

    assertThat(director.sysctl(REDIRECTS)).isEqualTo("1");
    assertThat(director.sysctl("net/ipv4/conf/e1/forwarding")).isEqualTo("0");
  }

  @Test
  @Row("forwarding-side-effects")
  void redirectsAreAcceptedAsBeforeWhileTheSwitchIsOn() {
    assertThat(lab.director().sysctl(REDIRECTS)).isEqualTo("1");

    try (Agents _ = Agents.run(lab, manifests, List.of(Topology.DIRECTOR))) {
      assertThat(lab.director().sysctl(FORWARD)).isEqualTo("1");
      assertThat(lab.director().sysctl(REDIRECTS)).isEqualTo("1");
    }
  }

  @Test
  @Row("forwarding-relied-on")
  void whoCameSinceIsStillForwardedWhenTheLastServiceGoes() {
    try (Agents agents = Agents.run(lab, manifests, List.of(Topology.DIRECTOR))) {
      // found on, so there is nothing to set for whoever needs it
      lab.director().sysctl(FORWARD, "1");
      assertThat(asked()).isEqualTo("guest=1");

      manifests.delete("virtual-service.yaml");
      agents.settle();

      assertThat(asked()).isEqualTo("guest=1");
      assertThat(agents.round(Topology.DIRECTOR).before().diff().foreign())
          .singleElement()
          .isInstanceOf(Foreign.Switch.class)
          .extracting(Foreign::message)
          .asString()
          .contains("net.ipv4.ip_forward", "others may rely on it", "lvs run --cleanup");
      lab.director().sysctl(FORWARD, "0");
      assertThat(asked()).as("without it").isEqualTo("TIMEOUT");
    }
  }

  private String asked() {
    return lab.client().get(GUEST + ":80", 1).toString();
  }

  private String six() {
    return manifests
        .read("virtual-service.yaml")
        .replace("name: web,", "name: web-six,")
        .replace("10.1.210.58", "'2001:db8:210::58'")
        .replace(
            "selector: {matchLabels: {app: web}}",
            "inline: [{address: '2001:db8:2::21'}, {address: '2001:db8:2::22'}]");
  }

  /** Every setting of every interface, of both families. */
  private List<String> settings() {
    return lab.director()
        .run("sh", "-c", "grep -rs . /proc/sys/net/ipv4 /proc/sys/net/ipv6 | sort")
        .lines()
        .toList();
  }
}
