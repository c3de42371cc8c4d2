package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.report.Shortfall;
import dev.lvs.agent.round.Round;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Destinations that another program adds to virtual servers that the agent owns. */
@Tag("kernel")
class ForeignDestinationsIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final Duration OFTEN = Duration.ofMillis(300);

  /** A table of which a look reads but a part. */
  private static final int SERVICES = 40;

  private static final int SERVERS = 30;

  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @Test
  @Row("foreign-destination-kept")
  void areNotDeletedWithAServiceOfALargeTable() {
    try (EditableManifests manifests = large();
        Agents agents = Agents.run(lab, manifests)) {
      for (int port = 5001; port <= 5005; port++) {
        lab.director()
            .ipvsadm("-a -t 10.1.210.58:" + port + " -r 10.1.210.222:" + port + " -g -w 3\n");
      }

      for (int port = 5000; port <= 5005; port++) {
        manifests.removeDocument("services.yaml", "name: s-" + port + ",");
      }
      Round round =
          agents.await(
              Topology.DIRECTOR,
              one ->
                  one.before().desired().state().services().size() == SERVICES - 6
                      && one.before().diff().foreign().stream()
                              .filter(Foreign.Remainder.class::isInstance)
                              .count()
                          == 5,
              "five services with nothing of ours");

      assertThat(lab.director().witness())
          .filteredOn(line -> line.matches("-[Aa] -t 10.1.210.58:500[0-5] .*"))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(5001, 5005)
                  .boxed()
                  .flatMap(
                      port ->
                          Stream.of(
                              "-A -t 10.1.210.58:" + port + " -s rr",
                              "-a -t 10.1.210.58:"
                                  + port
                                  + " -r 10.1.210.222:"
                                  + port
                                  + " -g -w 3"))
                  .sorted()
                  .toList());
      assertThat(round.isConverged()).isFalse();
      assertThat(shortfalls(round)).hasSize(5).allMatch(one -> one.contains("ipvsadm -D"));
    }
  }

  @Test
  @Row("foreign-destination-told")
  void areToldWithTheirPartOfTheTraffic() {
    try (EditableManifests manifests = EditableManifests.ofExample("dr")) {
      manifests.removeDocument("real-servers.yaml", "name: web-2");
      try (Agents agents = Agents.begin(lab, manifests, OFTEN)) {
        agents.settle();
        assertThat(lab.client().get(HTTP, 3)).hasToString("rs-52=3");

        // it does not hold the VIP: what goes there is lost
        lab.director().ipvsadm("-a -t 10.1.210.58:80 -r 10.1.210.53:80 -g -w 2\n");
        Round round = agents.await(Topology.DIRECTOR, one -> !one.isConverged(), "a stranger");

        assertThat(lab.client().get(HTTP, 3).areComplete()).isFalse();
        assertThat(shortfalls(round))
            .singleElement()
            .asString()
            .contains("2 of 3 parts of the weight", "10.1.210.53:80", "ipvsadm -d");

        lab.director().run("ipvsadm", "-d", "-t", HTTP, "-r", "10.1.210.53:80");
        agents.await(Topology.DIRECTOR, Round::isConverged, "none any more");
        assertThat(lab.client().get(HTTP, 3)).hasToString("rs-52=3");
      }
    }
  }

  @Test
  @Row("foreign-destination-told")
  void makeAServiceSomebodyElsesThatWasFlushedAndWrittenAnew() {
    String theirs =
        """
        -A -t 10.1.210.58:80 -s lblc
        -a -t 10.1.210.58:80 -r 10.1.210.60:80 -g -w 77
        -a -t 10.1.210.58:80 -r 10.1.210.61:80 -g -w 78
        """;
    try (EditableManifests manifests = EditableManifests.ofExample("dr");
        Agents agents = Agents.run(lab, manifests)) {
      agents.stop();
      lab.director().run("ipvsadm", "-C");
      lab.director().ipvsadm(theirs);
      List<String> table = lab.director().witness();

      agents.resume();
      Round round =
          agents.await(
              Topology.DIRECTOR, one -> !one.before().diff().foreign().isEmpty(), "a stranger");

      assertThat(lab.director().witness()).isEqualTo(table);
      assertThat(shortfalls(round)).anyMatch(one -> one.contains("wrote it anew"));
    }
  }

  private static EditableManifests large() {
    EditableManifests manifests = EditableManifests.ofExample("dr");
    manifests.write(
        "real-servers.yaml",
        IntStream.range(0, SERVERS)
            .mapToObj(
                i ->
                    """
                    apiVersion: lvs.dev/v1alpha1
                    kind: RealServer
                    metadata: {name: web-%d, namespace: shop, labels: {app: web}}
                    spec: {address: 10.1.210.%d}
                    """
                        .formatted(i, 150 + i))
            .collect(Collectors.joining("---\n")));
    manifests.delete("virtual-service.yaml");
    return manifests.write(
        "services.yaml",
        IntStream.range(0, SERVICES)
            .mapToObj(
                i ->
                    """
                    apiVersion: lvs.dev/v1alpha1
                    kind: VirtualService
                    metadata: {name: s-%d, namespace: shop}
                    spec:
                      addresses: [10.1.210.58]
                      ports: [{port: %d}]
                      scheduler: rr
                      forwarding: {method: DR}
                      realServers: {selector: {matchLabels: {app: web}}}
                    """
                        .formatted(5000 + i, 5000 + i))
            .collect(Collectors.joining("---\n")));
  }

  private static List<String> shortfalls(Round round) {
    return round.shortfalls().stream().map(Shortfall::message).toList();
  }
}
