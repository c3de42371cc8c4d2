package dev.lvs.operator.status.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import dev.lvs.operator.status.EntrySamples;
import dev.lvs.operator.status.MutableClock;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanHistoryTest {
  private static final String WEB = "VirtualService shop/web";
  private static final String API = "VirtualService shop/api";

  private final MutableClock clock = new MutableClock();

  @Test
  void remembersWhichGenerationChangedWhichService() {
    PlanHistory history =
        PlanHistory.create(plan(1, service(WEB, 1, 1), service(API, 2, 1)), clock)
            .next(plan(2, service(WEB, 1, 5), service(API, 2, 1)), clock);

    assertThat(history.changes())
        .hasEntrySatisfying(WEB, change -> assertThat(change.generation()).isEqualTo(2))
        .hasEntrySatisfying(API, change -> assertThat(change.generation()).isEqualTo(1));
  }

  @Test
  void holdsAServiceCarriedOutThatANewerPlanDidNotChange() {
    NodePlan changed = plan(2, service(WEB, 1, 5), service(API, 2, 1));
    PlanHistory history =
        PlanHistory.create(plan(1, service(WEB, 1, 1), service(API, 2, 1)), clock)
            .next(changed, clock);

    NodeReport report = NodeReport.of(reported(changed, 1), history);

    assertThat(report.progress().get(API)).extracting("carriedOut").isEqualTo(true);
    assertThat(report.progress().get(WEB)).extracting("carriedOut").isEqualTo(false);
  }

  @Test
  void waitsForTheNodeToTakeOffWhatLeftThePlan() {
    NodePlan without = plan(2, service(API, 2, 1));
    PlanHistory history =
        PlanHistory.create(plan(1, service(WEB, 1, 1), service(API, 2, 1)), clock)
            .next(without, clock);

    assertThat(NodeReport.of(reported(without, 1), history).progress().get(WEB))
        .extracting("leaving", "carriedOut")
        .containsExactly(true, false);
    assertThat(NodeReport.of(reported(without, 2), history.carriedOut(2)).progress())
        .doesNotContainKey(WEB);
  }

  @Test
  void forgetsADepartureThatCameBack() {
    PlanHistory history =
        PlanHistory.create(plan(1, service(WEB, 1, 1)), clock)
            .next(plan(2), clock)
            .next(plan(3, service(WEB, 1, 1)), clock);

    assertThat(history.departures()).isEmpty();
    assertThat(history.changes().get(WEB)).extracting("generation").isEqualTo(3L);
  }

  @Test
  void isNotLedBackByAnOlderPlan() {
    PlanHistory history =
        PlanHistory.create(plan(1, service(WEB, 1, 1)), clock)
            .next(plan(2, service(WEB, 1, 5)), clock);

    assertThat(history.next(plan(1, service(WEB, 1, 1)), clock)).isSameAs(history);
  }

  @Test
  void doesNotPretendToHaveSeenWhatAnEarlierOperatorDid() {
    PlanHistory history = PlanHistory.begin(plan(7, service(WEB, 1, 1)), clock);

    assertThat(history.changes().get(WEB)).isEqualTo(new PlanChange(7, clock.instant(), false));
  }

  @Test
  void saysForWhomAReportIsNews() {
    NodePlan plan = plan(1, service(WEB, 1, 1), service(API, 2, 1));
    PlanHistory history = PlanHistory.create(plan, clock);
    ResourceReport refused = EntrySamples.refused(API, "ipvsadm -A", "EINVAL", "Why.");

    NodeReport before = NodeReport.of(reported(plan, 1), history);
    NodeReport after = NodeReport.of(reported(plan, 1, refused), history);

    assertThat(after.changedSince(before)).containsExactly(API);
    assertThat(after.nodeChangedSince(before)).isFalse();
    assertThat(NodeReport.gone("edge-1").changedSince(after)).containsOnly(WEB, API);
  }

  @Test
  void hearsHowManyLocalPortsAServiceHasLeft() {
    NodePlan plan = plan(1, service(WEB, 1, 1), service(API, 2, 1));
    PlanHistory history = PlanHistory.create(plan, clock);
    LocalPorts left = new LocalPorts(64_512, 1_000, 1_000);

    NodeReport before = NodeReport.of(reported(plan, 1), history);
    NodeReport after = NodeReport.of(reported(plan, 1, EntrySamples.ports(API, left)), history);

    assertThat(after.changedSince(before)).containsExactly(API);
    assertThat(after.progress().get(API))
        .extracting(PlanProgress::ports)
        .isEqualTo(Optional.of(left));
    assertThat(after.progress().get(WEB))
        .extracting(PlanProgress::ports)
        .isEqualTo(Optional.empty());
  }

  @Test
  void takesTheAgentsWordForWhatItCannotDo() {
    NodePlan plan = plan(1, service(WEB, 1, 1));
    Condition unfit =
        new ConditionBuilder()
            .withType("Ready")
            .withStatus("False")
            .withReason("ModuleMissing")
            .withMessage("The kernel has no IPVS.")
            .build();
    plan.setStatus(
        new NodePlanStatus(
            null, null, null, null, null, null, null, null, List.of(), List.of(), List.of(unfit)));

    NodeReport report = NodeReport.of(plan, PlanHistory.create(plan, clock));

    assertThat(report.reporting()).isTrue();
    assertThat(report.holding()).isFalse();
    assertThat(report.progress().get(WEB))
        .extracting("trouble")
        .isEqualTo(Optional.of(new Trouble("NodeNotReady", "The kernel has no IPVS.")));
  }

  @Test
  void whatARefusedPlanChangesIsNotCarriedOutAndAllElseIs() {
    NodePlan plan = plan(1, service(WEB, 1, 1), service(API, 2, 1));
    PlanHistory history = PlanHistory.create(plan, clock);
    NodePlanSpec wanted = plan(2, service(WEB, 1, 1), service(API, 2, 7)).getSpec();
    Refusal refusal = new Refusal(wanted, "It is too large.", clock.instant());

    NodeReport report = NodeReport.refused(reported(plan, 1), history, refusal);

    assertThat(report.progress().get(WEB)).extracting("carriedOut").isEqualTo(true);
    assertThat(report.progress().get(API))
        .extracting("carriedOut", "trouble")
        .containsExactly(false, Optional.of(new Trouble("PlanRefused", "It is too large.")));
    assertThat(report.observedGeneration()).isEqualTo(1);
  }

  @Test
  void whatARefusedPlanLeavesOutIsStillToGo() {
    NodePlan plan = plan(1, service(WEB, 1, 1), service(API, 2, 1));
    PlanHistory history = PlanHistory.create(plan, clock);
    Refusal refusal =
        new Refusal(plan(2, service(WEB, 1, 1)).getSpec(), "It is too large.", clock.instant());

    NodeReport report = NodeReport.refused(reported(plan, 1), history, refusal);

    assertThat(report.progress().get(API)).extracting("leaving").isEqualTo(true);
  }

  @Test
  void theSameRefusedPlanRestsAMinuteAndAnotherDoesNot() {
    NodePlanSpec wanted = plan(2, service(WEB, 1, 1)).getSpec();
    Refusal refusal = new Refusal(wanted, "It is too large.", clock.instant());

    assertThat(refusal.left(wanted, clock)).hasSeconds(60);
    assertThat(refusal.left(plan(2, service(WEB, 1, 7)).getSpec(), clock)).isZero();
  }

  private static NodePlan plan(long generation, PlannedService... services) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-1").withGeneration(generation).build());
    plan.setSpec(
        new NodePlanSpec(
            "edge-1",
            new DirectorPlan(List.of(services), List.of(), List.of(), List.of()),
            RealServerPlan.EMPTY));
    return plan;
  }

  private static NodePlan reported(NodePlan plan, long generation, ResourceReport... said) {
    plan.setStatus(NodePlanStatus.reporting(generation, "1", PlanReport.of(List.of(said))));
    return plan;
  }

  private static PlannedService service(String source, int host, int weight) {
    PlannedDestination destination =
        new PlannedDestination(
            IpAddress.parse("198.51.100." + host),
            80,
            ForwardingMode.NAT,
            weight,
            null,
            null,
            ResourceName.parse("RealServer shop/web-1"));
    return new PlannedService(
        new AddressKey(Protocol.TCP, IpAddress.parse("192.0.2." + host), 80),
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(destination),
        List.of(),
        List.of(),
        false,
        null,
        ResourceName.parse(source));
  }
}
