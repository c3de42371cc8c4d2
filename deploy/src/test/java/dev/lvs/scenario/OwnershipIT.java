package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ownership of kernel objects: foreign ones stay as they were, those of the agents are removed
 * without a trace.
 */
@Tag("kernel")
class OwnershipIT {

  private static final String FOREIGN_TABLE =
      """
      -A -t 10.1.210.58:443 -s sed -p 120
      -a -t 10.1.210.58:443 -r 10.1.210.53:443 -g -w 7
      -A -u 203.0.113.5:5000 -s mh -b mh-fallback,mh-port
      -a -u 203.0.113.5:5000 -r 192.0.2.77:5000 -m -w 2
      -A -f 77 -s nq
      -a -f 77 -r 192.0.2.78:0 -i -w 1 --tun-type ipip
      """;

  @Test
  @Row("guide-scripts-faults-avoided")
  void foreignServicesAndAddressesAreNeverTouched() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr")) {
      Host director = lab.director();
      Host server = lab.host("rs-52");
      director.ipvsadm(FOREIGN_TABLE);
      director.ip("addr add 203.0.113.5/32 dev e0", "addr add 203.0.113.6/32 dev lo");
      server.ip("addr add 203.0.113.7/32 dev lo");
      server.sysctl("net/ipv4/conf/e0/arp_ignore", "2");
      List<String> directorBefore = everything(director);
      List<String> serverBefore = everything(server);
      List<String> tableBefore = director.witness();

      try (Agents agents = Agents.run(lab, manifests)) {
        manifests.replace("real-servers.yaml", "weight: 1", "weight: 5");
        agents.settle();
        assertThat(director.witness())
            .containsAll(tableBefore)
            .contains("-a -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 5");
        agents.cleanUp();
      }

      assertThat(everything(director)).containsExactlyElementsOf(directorBefore);
      assertThat(everything(server)).containsExactlyElementsOf(serverBefore);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dr", "nat", "tun"})
  @Row({"vip-added-and-removed", "sysctls-put-back", "guide-scripts-faults-avoided"})
  void cleanUpLeavesNoTrace(String example) {
    Topology topology =
        switch (example) {
          case "nat" -> Topology.nat(2);
          case "tun" -> Topology.tunnel();
          default -> Topology.direct();
        };
    try (Lab lab = Lab.of(topology);
        EditableManifests manifests = EditableManifests.ofExample(example)) {
      List<Host> nodes = manifests.names("Node").stream().map(lab::host).toList();
      List<List<String>> before = nodes.stream().map(OwnershipIT::everything).toList();

      try (Agents agents = Agents.run(lab, manifests)) {
        List<List<String>> during = nodes.stream().map(OwnershipIT::everything).toList();
        assertThat(during).doesNotContainAnyElementsOf(before);
        agents.cleanUp();
      }

      for (int n = 0; n < nodes.size(); n++) {
        assertThat(everything(nodes.get(n))).containsExactlyElementsOf(before.get(n));
      }
    }
  }

  @Test
  @Row("cleanup-keeps-admins")
  void cleanUpKeepsWhatAnAdminSetMeanwhile() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr")) {
      Host server = lab.host("rs-52");
      String announce = "net/ipv4/conf/e0/arp_announce";
      List<String> before = everything(server);

      try (Agents agents = Agents.run(lab, manifests)) {
        server.sysctl(announce, "1");
        agents.cleanUp();
      }

      assertThat(server.sysctl(announce)).isEqualTo("1");
      server.sysctl(announce, "0");
      assertThat(everything(server)).containsExactlyElementsOf(before);
    }
  }

  @Test
  void theSamePlanAgainWritesNothing() {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      dr.agents().stop();
      List<String> table = dr.director().witness();

      dr.agents().start();

      for (String node : List.of("lvs-director", "rs-52", "rs-53")) {
        assertThat(dr.agents().round(node).outcomes()).isEmpty();
      }
      assertThat(dr.director().witness()).isEqualTo(table);
    }
  }

  /** Table, links, addresses, routes and every IPv4 sysctl of a machine, line by line. */
  private static List<String> everything(Host host) {
    String rest =
        host.run(
            "sh",
            "-c",
            """
            ip -o link; ip -o -4 addr; ip -4 route show table all | sort
            grep -rs . /proc/sys/net/ipv4 | sort
            """);
    return Stream.concat(host.witness().stream(), rest.lines()).toList();
  }
}
