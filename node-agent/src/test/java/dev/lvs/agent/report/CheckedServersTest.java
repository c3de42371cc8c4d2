package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.plan.CheckSamples;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.PlannedCheck;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import dev.lvs.parts.StoredReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries and numbers that are reported of two real servers of one service. */
class CheckedServersTest {
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");
  private static final ServiceKey HTTP = ServiceKey.parse("TCP 192.0.2.10:80");
  private static final ServiceKey HTTPS = ServiceKey.parse("TCP 192.0.2.10:443");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");
  private static final ServerHealth DOWN =
      new ServerHealth.Down(
          false,
          new HealthEvidence(
              Optional.of(NOON), Optional.of("no answer"), 3, Optional.of(NOON.minusSeconds(9))));

  @Test
  void saysNothingOfServersThatAreUp() {
    assertThat(said(web(HTTP, byAll()), health(ServerHealth.Up.AS_PLANNED))).isEmpty();
  }

  @Test
  void saysNothingOfServersThatNobodyChecks() {
    assertThat(said(web(HTTP, null), Health.NONE)).isEmpty();
    PlannedHealth overrides =
        new PlannedHealth(
            null,
            List.of(new PlannedCheck(IpAddress.parse("198.51.100.21"), 8080, CheckSamples.TCP)),
            OnFailure.QUIESCE);
    assertThat(said(web(HTTP, overrides), Health.NONE))
        .containsExactly(
            "RealServer shop/web-1 Programmed HealthPending", "VirtualService shop/web 1 of 1");
  }

  @Test
  void saysSinceWhenAndWhyAsData() {
    ResourceReport entry =
        CheckedServers.of(plan(web(HTTP, byAll())), health(DOWN)).stream()
            .filter(it -> it.check() != null)
            .findFirst()
            .orElseThrow();

    assertThat(entry.since()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(entry.state()).isEqualTo(ResourceState.PARTIAL);
    assertThat(entry.message()).isNull();
    assertThat(Optional.ofNullable(entry.check()).orElseThrow().words())
        .isEqualTo("no answer, 3 times; last good 2026-01-01T11:59:51Z");
  }

  @Test
  void nothingHeardYetIsCountedAndIsNoFailure() {
    assertThat(said(web(HTTP, byAll()), Health.NONE))
        .containsExactly(
            "RealServer shop/web-1 Programmed HealthPending",
            "RealServer shop/web-2 Programmed HealthPending",
            "VirtualService shop/web 2 of 2");
    assertThat(said(web(HTTP, byAll()), health(new ServerHealth.Down(false, HealthEvidence.NONE))))
        .contains("RealServer shop/web-1 Partial HealthPending");
  }

  @Test
  void tellsDoubtDrainAndCertificates() {
    ServerHealth doubted =
        new ServerHealth.Up(
            OptionalInt.empty(), Optional.of(HealthEvidence.of("no descriptor")), Optional.empty());
    ServerHealth ends =
        new ServerHealth.Up(OptionalInt.empty(), Optional.empty(), Optional.of(NOON));

    assertThat(said(web(HTTP, byAll()), health(doubted)))
        .containsExactly("RealServer shop/web-1 Partial HealthUnknown");
    assertThat(said(web(HTTP, byAll()), health(new ServerHealth.Up(OptionalInt.of(0)))))
        .containsExactly("RealServer shop/web-1 Partial DrainedByServer");
    assertThat(said(web(HTTP, byAll()), health(ends)))
        .containsExactly("RealServer shop/web-1 Programmed CertificateExpires");
  }

  /** Two ports of one service: one entry, which counts them. */
  @Test
  void severalDestinationsOfOneServerAreOneEntry() {
    Map<ServiceKey, Map<DestinationKey, ServerHealth>> health = new HashMap<>();
    health.putAll(health(HTTP, DOWN).byService());
    health.putAll(health(HTTPS, DOWN).byService());
    NodePlanSpec plan = plan(web(HTTP, byAll()).getFirst(), web(HTTPS, byAll()).getFirst());

    List<ResourceReport> entries = CheckedServers.of(plan, new Health(health));

    assertThat(entries)
        .singleElement()
        .satisfies(
            it ->
                assertThat(Optional.ofNullable(it.numbers()).orElseThrow().affected())
                    .isEqualTo(2));
  }

  /** So many that a report has no room: virtual services stay known, and it is said. */
  @ParameterizedTest
  @ValueSource(ints = {10, 3_000, 40_000})
  void whatThereIsNoRoomForIsCountedAndMakesNoServiceUnknown(int servers) {
    List<ResourceReport> entries = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      entries.addAll(
          CheckedServers.of(plan(web(HTTP, byAll()).getFirst(), "web-" + i), health(DOWN)));
    }
    ResourceReport refused =
        new ResourceReport(
            WEB, 1L, null, ResourceState.NOT_PROGRAMMED, "NotOurs", null, null, "Why.");
    entries.add(refused);
    entries.sort(null);

    PlanReport report = BoundedReport.of(entries, StoredReport.room("edge-1"));

    assertThat(report.complete()).isTrue();
    assertThat(report.unnamed()).isNull();
    assertThat(report.entries().stream().map(ResourceReport::source)).contains(WEB);
    int kept = report.entries().size() - 1;
    assertThat(report.namesServers()).isEqualTo(kept == servers);
    assertThat(Optional.ofNullable(report.unnamedServers()).orElse(0)).isEqualTo(servers - kept);
    assertThat(kept).isGreaterThanOrEqualTo(Math.min(servers, 9_000));
  }

  private static List<String> said(List<PlannedService> services, Health health) {
    return CheckedServers.of(plan(services.toArray(PlannedService[]::new)), health).stream()
        .map(
            it ->
                it.check() == null
                    ? it.source()
                        + " "
                        + Optional.ofNullable(it.numbers()).orElseThrow().affected()
                        + " of "
                        + Optional.ofNullable(it.numbers()).orElseThrow().total()
                    : it.source() + " " + it.state().text() + " " + it.reason())
        .collect(Collectors.toList());
  }

  private static PlannedHealth byAll() {
    return new PlannedHealth(CheckSamples.TCP, List.of(), OnFailure.QUIESCE);
  }

  /** The first server is so, the other is up. */
  private static Health health(ServerHealth first) {
    return health(HTTP, first);
  }

  private static Health health(ServiceKey service, ServerHealth first) {
    return new Health(
        Map.of(
            service,
            Map.of(key("198.51.100.21"), first, key("198.51.100.22"), ServerHealth.Up.AS_PLANNED)));
  }

  private static DestinationKey key(String address) {
    return new DestinationKey(IpAddress.parse(address), 8080);
  }

  private static List<PlannedService> web(ServiceKey key, @Nullable PlannedHealth health) {
    return List.of(service(key, health, "web-1"));
  }

  private static PlannedService service(
      ServiceKey key, @Nullable PlannedHealth health, String first) {
    return new PlannedService(
        key,
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(destination("198.51.100.21", first), destination("198.51.100.22", "web-2")),
        List.of(),
        List.of(),
        false,
        null,
        WEB,
        health,
        null);
  }

  private static PlannedDestination destination(String address, String name) {
    return new PlannedDestination(
        IpAddress.parse(address),
        8080,
        ForwardingMode.NAT,
        1,
        null,
        null,
        ResourceName.parse("RealServer shop/" + name));
  }

  private static NodePlanSpec plan(PlannedService service, String first) {
    return plan(service(service.key(), service.health(), first));
  }

  private static NodePlanSpec plan(List<PlannedService> services) {
    return plan(services.toArray(PlannedService[]::new));
  }

  private static NodePlanSpec plan(PlannedService... services) {
    return new NodePlanSpec(
        "edge-1",
        new DirectorPlan(List.of(services), List.of(), List.of(), List.of()),
        RealServerPlan.EMPTY);
  }
}
