package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.sysctl.SysctlChange;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.object.Change;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Warnings on a plan that is carried out, and on what another program keeps undoing. */
class RemarksTest {
  private static final Change CHANGE = new SysctlChange.RestoreSysctl("net/ipv4/ip_forward", "0");

  @Test
  void aVipThatIsOnNoDeviceIsToldWhereSomebodyElseIsToHoldIt() {
    assertThat(Remarks.of(SampleRound.plan(1), SampleRound.NODE))
        .singleElement()
        .asString()
        .startsWith("VIP 192.0.2.10 is on no device of this node (announcement none)");
  }

  @Test
  void aVipThatSomebodyHoldsIsNotTold() {
    NodeFacts holding =
        new NodeFacts(
            "6.12.0",
            Optional.of("1.2.1"),
            Set.of(),
            List.of(
                new Interface(
                    "eth0",
                    2,
                    true,
                    List.of(new Address(IpAddress.parse("192.0.2.10"), 24)),
                    Conf.USUAL,
                    false,
                    1500)),
            Conf.USUAL,
            Routing.NONE);

    assertThat(Remarks.of(SampleRound.plan(1), holding)).isEmpty();
  }

  @Test
  void aVipOfThePlanIsNotTold() {
    NodePlanSpec plan =
        new NodePlanSpec(
            "edge-1",
            new DirectorPlan(
                SampleRound.plan(1).director().services(),
                List.of(new PlannedVip(IpAddress.parse("192.0.2.10"), null, List.of())),
                List.of(),
                List.of()),
            RealServerPlan.EMPTY);

    assertThat(Remarks.of(plan, SampleRound.NODE)).isEmpty();
    assertThat(Remarks.of(NodePlanSpec.empty("edge-1"), SampleRound.NODE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "5, 5", "9, 5", "10, 10", "19, 10", "20, 20", "39, 20", "1000, 640"})
  void howOftenSomethingWasPutRightIsRoundedSoThatItChangesSeldom(int times, int said) {
    assertThat(fight(times).rounded()).isEqualTo(said);
    assertThat(fight(times).message())
        .startsWith("Another program undid this at least " + said + " times");
  }

  /** A report is written for each change of the number. */
  @Property
  void aFightOfAnyLengthIsFewReports(@ForAll @IntRange(min = 5, max = 100_000) int times) {
    long different =
        IntStream.rangeClosed(1, times).map(it -> fight(it).rounded()).distinct().count();

    assertThat(different).isLessThanOrEqualTo(16);
    assertThat(fight(times).rounded()).isLessThanOrEqualTo(times);
  }

  private static Fight fight(int times) {
    return new Fight("it", CHANGE, times, Duration.ofSeconds(10));
  }
}
