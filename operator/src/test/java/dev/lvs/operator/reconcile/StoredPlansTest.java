package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.LetGo;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import dev.lvs.parts.StoredPlan;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans in one piece and the objects in which they are stored. */
class StoredPlansTest {
  private static final int LARGE = 6_000;

  private final HeldResources<NodePlan> primaries = new HeldResources<>();
  private final HeldResources<NodePlanPart> parts = new HeldResources<>();
  private final ClusterCache cache = new ClusterCache();
  private final StoredPlans plans = new StoredPlans(cache);

  StoredPlansTest() {
    cache.holds(NodePlan.class, primaries);
    cache.holds(NodePlanPart.class, parts);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, LARGE})
  void whatIsStoredIsFoundInOnePiece(int services) {
    NodePlanSpec whole = plan(services);
    NodePlan standing = store(StoredPlan.split(whole));

    assertThat(plans.whole(standing).map(NodePlan::getSpec)).contains(whole);
    assertThat(plans.standing()).containsExactly(whole);
  }

  @Test
  void aLargePlanThatLacksAPartIsNotThere() {
    StoredPlan stored = StoredPlan.split(plan(LARGE));
    NodePlan standing = store(stored);
    assertThat(stored.parts()).hasSizeGreaterThan(1);

    parts.without(part(stored, stored.parts().firstEntry().getKey()));

    assertThat(plans.whole(standing)).isEmpty();
    assertThat(plans.standing())
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.director().services())
                    .as("what there is of it is in force")
                    .hasSizeLessThan(LARGE)
                    .isNotEmpty());
  }

  /** The operator that wrote it needs no watch to know what is in it. */
  @Test
  void whatThisOperatorSplitIsKnownBeforeTheWatchBringsIt() {
    NodePlanSpec whole = plan(LARGE);
    StoredPlan stored = plans.split(whole);
    NodePlan primary = primary(stored);

    assertThat(plans.whole(primary).map(NodePlan::getSpec)).contains(whole);

    plans.forget("edge-1");
    assertThat(plans.whole(primary)).isEmpty();
  }

  @Test
  void splitsTheSamePlanOnce() {
    StoredPlan once = plans.split(plan(LARGE));

    assertThat(plans.split(plan(LARGE))).isSameAs(once);
    assertThat(plans.split(plan(3))).isNotSameAs(once);
    assertThat(plans.split(plan(LARGE))).isEqualTo(once).isNotSameAs(once);
  }

  @Test
  void aPlanKeepsItsMetadataAndStatus() {
    NodePlan standing = store(StoredPlan.split(plan(LARGE)));

    NodePlan whole = plans.whole(standing).orElseThrow();

    assertThat(whole.getMetadata()).isEqualTo(standing.getMetadata());
    assertThat(whole.getStatus()).isEqualTo(standing.getStatus());
  }

  /** A report on an earlier plan says nothing of what this one is to let go. */
  @ParameterizedTest
  @CsvSource({
    "3, true, false, true",
    "2, true, false, false",
    "3, false, false, false",
    "2, true, true, true"
  })
  void aNodeHasLetGoWhatItReportedOrWhatItCannotHave(
      long observed, boolean isLatest, boolean isElsewhere, boolean letGo) {
    FormerVip vip =
        new FormerVip(IpAddress.parse("192.0.2.1"), AnnouncementMode.LEASE, "lvs-default-0");
    DirectorPlan director =
        new DirectorPlan(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(vip));
    NodePlan standing =
        store(StoredPlan.split(new NodePlanSpec("edge-1", director, RealServerPlan.EMPTY)));
    standing.setStatus(NodePlanStatus.reporting(observed, "1.0", PlanReport.CLEAN));

    Set<LetGo> found = plans.letGo(_ -> isLatest, _ -> isElsewhere);

    assertThat(found).isEqualTo(letGo ? Set.of(new LetGo("edge-1", vip)) : Set.of());
  }

  /** keepalived takes a VIP off when it reads its configuration, and not when it is dead. */
  @Test
  void aNodeHasNotLetGoWhatKeepalivedHasLeftThere() {
    FormerVip vip = new FormerVip(IpAddress.parse("192.0.2.1"), AnnouncementMode.VRRP, "edge");
    DirectorPlan director =
        new DirectorPlan(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(vip));
    NodePlan standing =
        store(StoredPlan.split(new NodePlanSpec("edge-1", director, RealServerPlan.EMPTY)));
    ResourceReport kept =
        new ResourceReport(
            new ResourceName("DirectorGroup", "", "edge"),
            3L,
            null,
            ResourceState.NOT_PROGRAMMED,
            ResourceReport.VIP_NOT_LET_GO,
            null,
            null,
            null);

    standing.setStatus(NodePlanStatus.reporting(3L, "1.0", PlanReport.of(List.of(kept))));
    assertThat(plans.letGo(_ -> true, _ -> false)).isEmpty();

    standing.setStatus(NodePlanStatus.reporting(3L, "1.0", PlanReport.CLEAN));
    assertThat(plans.letGo(_ -> true, _ -> false)).containsExactly(new LetGo("edge-1", vip));
  }

  private NodePlan store(StoredPlan stored) {
    stored.parts().forEach((name, spec) -> parts.with(part(stored, name)));
    NodePlan primary = primary(stored);
    primaries.with(primary);
    return primary;
  }

  private static NodePlan primary(StoredPlan stored) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-1").withGeneration(3L).build());
    plan.setSpec(stored.primary());
    return plan;
  }

  private static NodePlanPart part(StoredPlan stored, String name) {
    NodePlanPart part = new NodePlanPart();
    part.setMetadata(new ObjectMetaBuilder().withName(name).build());
    part.setSpec(Optional.ofNullable(stored.parts().get(name)).orElseThrow());
    return part;
  }

  private static NodePlanSpec plan(int services) {
    List<PlannedService> all = new ArrayList<>();
    IntStream.range(0, services).forEach(i -> all.add(service(i)));
    return new NodePlanSpec(
        "edge-1", new DirectorPlan(all, List.of(), List.of(), List.of()), RealServerPlan.EMPTY);
  }

  private static PlannedService service(int number) {
    return new PlannedService(
        ServiceKey.parse("TCP 192.0.2.1:" + (1 + number)),
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(
            new PlannedDestination(
                IpAddress.parse("198.51.100.21"), 80, ForwardingMode.NAT, 1, null, null, null)),
        List.of(),
        List.of(),
        false,
        null,
        ResourceName.parse("VirtualService shop/s" + number));
  }
}
