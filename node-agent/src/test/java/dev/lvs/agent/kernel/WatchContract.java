package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.ip;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static dev.lvs.agent.kernel.Samples.weight;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.ipvs.TableWatch;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Contract of every kernel, fake and real, for a table that is too large to be read whole with each
 * look.
 */
interface WatchContract {
  int SERVICES = 60;
  int DESTINATIONS = 10;

  /** The node of this test. */
  TestNode node();

  @Test
  default void isTheSameObjectWhileNothingChanges() {
    node().apply(table());
    Map<ServiceKey, VirtualServer> first = node().observe().services();

    for (int look = 0; look < 2 * TableWatch.TURNS; look++) {
      assertThat(node().observe().services()).isSameAs(first);
    }

    assertThat(first).hasSize(SERVICES);
    assertThat(server(first, service(7)).destinations()).hasSize(DESTINATIONS);
  }

  @Test
  default void seesWhatItChangedItselfWithTheNextLook() {
    node().apply(table());
    node().observe();

    for (int i = 0; i < SERVICES; i++) {
      node().apply(new EditDestination(service(i), destination(3), weight(9)));

      assertThat(server(node().observe().services(), service(i)).destinations())
          .containsEntry(destination(3), weight(9));
    }
  }

  @Test
  default void seesVirtualServersOfSomebodyElseWithTheNextLook() {
    node().apply(table());
    node().observe();

    bySomebodyElse(
        new DeleteService(service(5)),
        add(service(SERVICES)),
        add(service(SERVICES), destination(0)),
        new EditService(service(6), scheduler("wlc")));

    Map<ServiceKey, VirtualServer> seen = node().observe().services();
    assertThat(seen).hasSize(SERVICES).doesNotContainKey(service(5));
    assertThat(server(seen, service(SERVICES)).destinations()).containsOnlyKeys(destination(0));
    assertThat(server(seen, service(6)).settings()).isEqualTo(scheduler("wlc"));
    assertThat(server(seen, service(6)).destinations()).hasSize(DESTINATIONS);
  }

  @Test
  default void seesEveryDestinationOfSomebodyElseInTurn() {
    DestinationSettings limited = new DestinationSettings(new DirectRouting(), 1, 100, 50);
    node().apply(table());
    node().observe();

    for (int i = 0; i < SERVICES; i++) {
      bySomebodyElse(
          new EditService(service(i), ROUND_ROBIN),
          new EditDestination(service(i), destination(1), limited),
          new DeleteDestination(service(i), destination(0)),
          new AddDestination(service(i), destination(DESTINATIONS), weight(2)));
    }
    for (int look = 1; look < TableWatch.TURNS; look++) {
      node().observe();
    }

    assertThat(node().observe().services().values())
        .hasSize(SERVICES)
        .allSatisfy(
            server ->
                assertThat(server.destinations())
                    .hasSize(DESTINATIONS)
                    .containsEntry(destination(1), limited)
                    .containsEntry(destination(DESTINATIONS), weight(2))
                    .doesNotContainKey(destination(0)));
  }

  @Test
  default void tellsApartVirtualServersThatAreAlmostAlike() {
    List<Map<DestinationKey, DestinationSettings>> tables =
        List.of(
            weighing(1, 1, 1),
            weighing(1, 1, 1),
            weighing(1, 1),
            weighing(1, 1, 1, 1),
            weighing(),
            weighing(1, 1, 1, 1),
            weighing(1, 2, 1, 1),
            weighing(2, 1, 1, 1),
            weighing(1, 1, 1));
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      ServiceKey service = service(i);
      changes.add(add(service));
      tables
          .get(i)
          .forEach((key, settings) -> changes.add(new AddDestination(service, key, settings)));
    }
    node().apply(changes);

    Map<ServiceKey, VirtualServer> seen = node().observe().services();

    for (int i = 0; i < tables.size(); i++) {
      assertThat(server(seen, service(i)).destinations()).as("%d", i).isEqualTo(tables.get(i));
    }
  }

  /** Destinations with these weights. */
  private static Map<DestinationKey, DestinationSettings> weighing(int... weights) {
    Map<DestinationKey, DestinationSettings> table = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      table.put(destination(i), weight(weights[i]));
    }
    return table;
  }

  /** Changes the kernel past the agent. */
  default void bySomebodyElse(Change... changes) {
    try (TestNode other = node().somebodyElse()) {
      assertThat(other.applyBlindly(List.of(changes))).allMatch(Outcome.Applied.class::isInstance);
    }
  }

  /** All that it takes to fill an empty table. */
  static List<Change> table() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      changes.add(add(service(i)));
      for (int j = 0; j < DESTINATIONS; j++) {
        changes.add(add(service(i), destination(j)));
      }
    }
    return changes;
  }

  static VirtualServer server(Map<ServiceKey, VirtualServer> table, ServiceKey key) {
    return requireNonNull(table.get(key));
  }

  static ServiceKey service(int number) {
    return new AddressKey(Protocol.TCP, ip("192.0.2.10"), 1000 + number);
  }

  static DestinationKey destination(int number) {
    return new DestinationKey(IpAddress.ipv4(0xc6336400 + number), 80);
  }
}
