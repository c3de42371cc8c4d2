package dev.lvs.agent;

import static dev.lvs.agent.ScriptedAgent.FIRST;
import static dev.lvs.agent.ScriptedAgent.ONE;
import static dev.lvs.agent.ScriptedAgent.TWO;
import static dev.lvs.agent.ScriptedAgent.WEB;
import static dev.lvs.agent.ScriptedAgent.condition;
import static dev.lvs.agent.ScriptedAgent.ip;
import static dev.lvs.agent.ScriptedAgent.service;
import static dev.lvs.agent.ScriptedAgent.settings;
import static dev.lvs.agent.round.SamplePlans.EMPTY;
import static dev.lvs.agent.round.SamplePlans.SERVICE;
import static dev.lvs.agent.round.SamplePlans.director;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.Test;

/** Rounds of an agent beside another program that writes to the same IPVS table. */
class ForeignDestinationsTest extends ScriptedCase {
  private static final ServiceKey FOREIGN = service("203.0.113.99");

  @Test
  void takesAwayByTheEmptyPlanWhatIsOursAndNothingElse() {
    node.bySomebodyElse(new AddService(FOREIGN, settings()));

    scripted.run(script.plan(director(ONE)).plan(EMPTY));

    assertThat(node.state().services()).containsOnlyKeys(FOREIGN);
    assertThat(node.state().vips()).isEmpty();
  }

  @Test
  @Row("foreign-destination-told")
  void isNotProgrammedWhileOthersTakePartOfTheTraffic() {
    scripted.run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(
                () ->
                    node.bySomebodyElse(
                        new IpvsChange.AddDestination(
                            WEB,
                            new DestinationKey(ip("198.51.100.99"), 80),
                            new DestinationSettings(
                                new ForwardingMethod.DirectRouting(), 155, 0, 0))))
            .nothing());

    NodePlanStatus status = script.lastStatus();
    assertThat(condition(status, "Programmed").getStatus()).isEqualTo("False");
    assertThat(status.entries())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.source()).hasToString(SERVICE);
              assertThat(one.reason()).isEqualTo("ForeignDestinations");
              assertThat(one.message()).contains("155 of 157 parts", "198.51.100.99:80");
            });
  }

  @Test
  @Row("foreign-destination-kept")
  void deletesItsServiceDownToTheDestinationsOfOthers() {
    DestinationKey theirs = new DestinationKey(ip("198.51.100.99"), 80);
    scripted.run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(
                () ->
                    node.bySomebodyElse(
                        new IpvsChange.AddDestination(
                            WEB,
                            theirs,
                            new DestinationSettings(
                                new ForwardingMethod.DirectRouting(), 0, 0, 0))))
            .plan(EMPTY));

    assertThat(scripted.destinations()).containsExactly(theirs);
    assertThat(condition(script.lastStatus(), "Programmed").getStatus()).isEqualTo("False");
    assertThat(script.lastStatus().entries())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.reason()).isEqualTo("ForeignDestinations");
              assertThat(one.message()).contains("1 of its destinations", "ipvsadm -D");
            });
  }

  @Test
  @Row("foreign-destination-told")
  void takesNoServiceForItsOwnThatSomebodyFlushedAndWroteAnew() {
    DestinationKey theirs = new DestinationKey(ip("198.51.100.99"), 80);
    scripted.run(
        script
            .plan(director(ONE))
            .meanwhile(
                () ->
                    node.bySomebodyElse(
                        new IpvsChange.DeleteService(WEB),
                        new AddService(WEB, settings()),
                        new IpvsChange.AddDestination(
                            WEB,
                            theirs,
                            new DestinationSettings(
                                new ForwardingMethod.DirectRouting(), 1, 0, 0))))
            .nothing());

    assertThat(scripted.destinations()).containsExactly(theirs);
    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .containsExactly("NotOurs", "VipWithheld");
  }

  @Test
  void mendsWhatSomebodyElseTookAway() {
    scripted.run(
        script
            .plan(director(ONE, TWO))
            .meanwhile(() -> node.bySomebodyElse(new DeleteDestination(WEB, FIRST)))
            .nothing());

    assertThat(scripted.destinations()).contains(FIRST);
  }
}
