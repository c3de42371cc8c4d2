package dev.lvs.compile.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.LeavingDestination;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.compile.Recompiler;
import dev.lvs.compile.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeparturesTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration LISTED = Duration.ofSeconds(60).plus(Departures.GRACE);

  private final Recompiler compiler = new Recompiler();
  private final World world =
      new World()
          .with(
              "DirectorGroup",
              "default",
              "{spec: {nodeSelector: {matchLabels: {director: 'yes'}}}}")
          .with("AddressPool", "front", "{spec: {addresses: [192.0.2.0/28]}}")
          .with(
              "Node",
              "director",
              "{metadata: {labels: {director: 'yes'}}, status: {addresses: [{type: InternalIP,"
                  + " address: 192.0.2.101}]}}")
          .with("RealServer", "web-1", server("198.51.100.1"))
          .with("RealServer", "web-2", server("198.51.100.2"))
          .with(
              "VirtualService",
              "web",
              "{spec: {addresses: [192.0.2.10], ports: [{port: 80}], drain: {timeout: 60s},"
                  + " forwarding: {method: NAT},"
                  + " realServers: {selector: {matchLabels: {app: web}}}}}");
  private Compilation last = compiler.compile(world.input().at(NOON), List.of()).compilation();

  @Test
  void listsARemovedServerAsItWasUntilSomeTimeAfterItsTimeout() {
    PlannedDestination before = service().destinations().get(1);
    world.without("RealServer", "web-2");

    compileAt(NOON);

    assertThat(service().destinations()).hasSize(1);
    assertThat(leaving()).containsExactly(new LeavingDestination(before, NOON.toString()));
    assertThat(last.goodUntil()).contains(NOON.plusSeconds(60));
  }

  @Test
  void countsItAsDrainingUntilItsTimeoutIsOver() {
    world.with("RealServer", "web-2", "{metadata: {labels: {app: none}}}");

    compileAt(NOON);
    assertThat(last.services().getFirst().draining()).isEqualTo(1);
    assertThat(last.servers().get(1).state()).isEqualTo(ServerState.DRAINING);

    compileAt(NOON.plusSeconds(60));
    assertThat(last.services().getFirst().draining()).isZero();
    assertThat(last.servers().get(1).state()).isEqualTo(ServerState.UNUSED);
    assertThat(last.goodUntil()).contains(NOON.plus(LISTED));
  }

  @Test
  void keepsTheTimeAtWhichItBegan() {
    world.without("RealServer", "web-2");
    compileAt(NOON);

    compileAt(NOON.plusSeconds(100));

    assertThat(leaving()).extracting(LeavingDestination::since).containsExactly(NOON.toString());
  }

  @Test
  void comesToTheSameWhereNothingHappens() {
    world.without("RealServer", "web-2");
    compileAt(NOON);
    List<NodePlanSpec> plans = last.plans();

    compileAt(NOON.plus(LISTED).minusSeconds(1));

    assertThat(last.plans()).isEqualTo(plans);
  }

  @Test
  void forgetsItWhenItsTimeIsOver() {
    world.without("RealServer", "web-2");
    compileAt(NOON);

    compileAt(NOON.plus(LISTED));

    assertThat(leaving()).isEmpty();
    assertThat(last.goodUntil()).isEmpty();
  }

  @Test
  void listsNobodyWhoIsBack() {
    world.without("RealServer", "web-2");
    compileAt(NOON);
    world.with("RealServer", "web-2", server("198.51.100.2"));

    compileAt(NOON.plusSeconds(5));

    assertThat(leaving()).isEmpty();
    assertThat(service().destinations()).hasSize(2);
  }

  @Test
  void doesNotWaitLongerThanOnceMoreWhereTheClockIsSetBack() {
    world.without("RealServer", "web-2");
    compileAt(NOON);
    Instant longAgo = NOON.minus(Duration.ofDays(365));

    compileAt(longAgo);

    assertThat(last.goodUntil()).contains(longAgo.plusSeconds(60));
  }

  @Test
  void listsNothingOfAServiceThatSaysNoTimeAnyMore() {
    world.without("RealServer", "web-2");
    compileAt(NOON);
    world.with("VirtualService", "web", "{spec: {drain: null}}");

    compileAt(NOON.plusSeconds(5));

    assertThat(service().drain()).isNull();
  }

  @Test
  void endsMaintenanceWhenItsTimeHasComeThoughNothingChanged() {
    Instant end = NOON.plusSeconds(3600);
    world.with("RealServer", "web-2", "{spec: {maintenance: {mode: Drain, until: '" + end + "'}}}");
    compileAt(NOON);
    assertThat(service().destinations()).hasSize(1);
    assertThat(leaving()).hasSize(1);
    compileAt(NOON.plus(LISTED));
    assertThat(last.goodUntil()).contains(end);

    compileAt(end);

    assertThat(service().destinations()).hasSize(2);
    assertThat(last.goodUntil()).isEmpty();
  }

  private void compileAt(Instant time) {
    last = compiler.compile(world.input().at(time), last.plans()).compilation();
  }

  private PlannedService service() {
    return last.plans().getFirst().director().services().getFirst();
  }

  private List<LeavingDestination> leaving() {
    return service().drain() == null ? List.of() : service().drain().leaving();
  }

  private static String server(String address) {
    return "{metadata: {labels: {app: web}}, spec: {address: " + address + "}}";
  }
}
