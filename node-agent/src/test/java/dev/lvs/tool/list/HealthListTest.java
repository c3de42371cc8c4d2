package dev.lvs.tool.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.report.LocalHealth.Server;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import dev.lvs.notation.Notation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthListTest {
  private static final String HTTP = "TCP 192.0.2.10:80";
  private static final TableStyle STYLE = new TableStyle(TableLayout.PLAIN, false, true);

  private static final ObservedTable TABLE =
      new ObservedTable("1.2.1", 4096, List.of(service(HTTP, 21, 22, 23)));

  private static final List<Server> SERVERS =
      List.of(
          server("198.51.100.21:8080", "Healthy", "2026-01-01T11:00:00Z", null, null),
          server(
              "198.51.100.22:8080",
              "Unhealthy",
              "2026-01-01T12:00:00Z",
              "HTTP 503 from 198.51.100.22:8080/healthz",
              3),
          server("198.51.100.24:8080", "Unhealthy", "2026-01-01T12:00:00Z", "no\nanswer", 1));

  @Test
  void showsEachDestinationAndThoseThatAreOutOfTheTable() {
    assertThat(new HealthList(TABLE, SERVERS, true).text(STYLE))
        .isEqualTo(
            """
            Prot LocalAddress:Port
              -> RemoteAddress:Port           Weight Health    Since                Last reason
            TCP 192.0.2.10:80
              -> 198.51.100.21:8080           1      Healthy   2026-01-01T11:00:00Z last good 2026-01-01T11:59:58Z
              -> 198.51.100.22:8080           1      Unhealthy 2026-01-01T12:00:00Z HTTP 503 from 198.51.100.22:8080/healthz, 3 times; last good 2026-01-01T11:59:58Z
              -> 198.51.100.23:8080           1      -         -
              -> 198.51.100.24:8080           -      Unhealthy 2026-01-01T12:00:00Z no\\u000aanswer; last good 2026-01-01T11:59:58Z
            """);
  }

  @Test
  void nothingIsHealthyWhereNobodyKnows() {
    HealthList list = new HealthList(TABLE, List.of(), false);

    assertThat(list.text(STYLE).lines().skip(3)).hasSize(3).allMatch(it -> it.contains("Unknown"));
    assertThat(Notation.JSON.write(list.document())).contains("Unknown").doesNotContain("Healthy");
  }

  @Test
  void hasTheSameForPrograms() {
    String document = Notation.YAML.write(new HealthList(TABLE, SERVERS, true).document());

    assertThat(document)
        .contains("removed:")
        .contains("destination: \"198.51.100.24:8080\"")
        .contains("failures: 3")
        .contains("reason: \"HTTP 503 from 198.51.100.22:8080/healthz\"");
    assertThat(document.split("health:", -1)).hasSize(4);
  }

  private static Server server(
      String destination,
      String state,
      String since,
      @Nullable String reason,
      @Nullable Integer failures) {
    return new Server(
        HTTP, destination, state, since, reason, failures, "2026-01-01T11:59:58Z", null);
  }

  private static ObservedServer service(String key, int... hosts) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    for (int host : hosts) {
      destinations.put(
          new DestinationKey(IpAddress.parse("198.51.100." + host), 8080),
          new DestinationSettings(new ForwardingMethod.Masquerade(), 1, 0, 0));
    }
    return new ObservedServer(
        new VirtualServer(
            ServiceKey.parse(key), new ServiceSettings("wrr", Set.of(), 0, -1, ""), destinations),
        Statistics.ZERO,
        Map.of());
  }
}
