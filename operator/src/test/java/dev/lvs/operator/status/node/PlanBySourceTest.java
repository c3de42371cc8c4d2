package dev.lvs.operator.status.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources that a new plan changes. */
class PlanBySourceTest {
  private static final String WEB = "VirtualService shop/web";
  private static final String API = "VirtualService shop/api";

  @Test
  void hasEveryResourceOfThePlan() {
    assertThat(PlanBySource.of(plan(1, "192.0.2.1", WEB, API)).sources())
        .containsExactlyInAnyOrder(WEB, API);
    assertThat(PlanBySource.of(null).sources()).isEmpty();
    assertThat(PlanBySource.EMPTY.sources()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 192.0.2.1, true,  true",
    "2, 192.0.2.1, false, true",
    "1, 192.0.2.9, false, false"
  })
  void aResourceIsTheSameWhereNothingOfItChanged(int weight, String vip, boolean web, boolean api) {
    PlanBySource before = PlanBySource.of(plan(1, "192.0.2.1", WEB, API));
    PlanBySource after = PlanBySource.of(plan(weight, vip, WEB, API));

    assertThat(after.sameFor(WEB, before)).isEqualTo(web);
    assertThat(after.sameFor(API, before)).isEqualTo(api);
  }

  @Test
  void aResourceThatLeftOrCameIsNotTheSame() {
    PlanBySource both = PlanBySource.of(plan(1, "192.0.2.1", WEB, API));
    PlanBySource one = PlanBySource.of(plan(1, "192.0.2.1", WEB, WEB));

    assertThat(one.sameFor(API, both)).isFalse();
    assertThat(both.sameFor(API, one)).isFalse();
  }

  @Test
  void aVipThatIsHiddenCountsForTheResourcesBehindIt() {
    NodePlanSpec plan =
        new NodePlanSpec(
            "rs-1",
            DirectorPlan.EMPTY,
            new RealServerPlan(
                List.of(
                    new HiddenVip(
                        IpAddress.parse("192.0.2.1"),
                        ForwardingMode.DR,
                        IpAddress.parse("198.51.100.21"),
                        null,
                        List.of(ResourceName.parse(WEB))))));

    assertThat(PlanBySource.of(plan).sources()).containsExactly(WEB);
  }

  /** The first service has a destination of this weight; both share a VIP. */
  private static NodePlanSpec plan(int weight, String vip, String first, String second) {
    return new NodePlanSpec(
        "edge-1",
        new DirectorPlan(
            List.of(service(80, weight, first), service(81, 1, second)),
            List.of(
                new PlannedVip(
                    IpAddress.parse(vip),
                    null,
                    List.of(ResourceName.parse(first), ResourceName.parse(second)))),
            List.of(),
            List.of()),
        RealServerPlan.EMPTY);
  }

  private static PlannedService service(int port, int weight, String source) {
    return new PlannedService(
        ServiceKey.parse("TCP 192.0.2.1:" + port),
        Scheduler.WRR,
        List.of(),
        false,
        null,
        List.of(
            new PlannedDestination(
                IpAddress.parse("198.51.100.21"),
                80,
                ForwardingMode.NAT,
                weight,
                null,
                null,
                null)),
        List.of(),
        List.of(),
        false,
        null,
        ResourceName.parse(source));
  }
}
