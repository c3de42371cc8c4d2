package dev.lvs.agent;

import static dev.lvs.agent.ScriptedAgent.ONE;
import static dev.lvs.agent.ScriptedAgent.TWO;
import static dev.lvs.agent.ScriptedAgent.WEB;
import static dev.lvs.agent.ScriptedAgent.settings;
import static dev.lvs.agent.round.SamplePlans.SERVICE;
import static dev.lvs.agent.round.SamplePlans.director;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.round.SamplePlans;
import dev.lvs.agent.round.UnfitNodeException;
import dev.lvs.agent.situation.Holding;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.verdict.Row;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** VIPs that an agent holds, gives up or withholds, by the services that they are for. */
class WithheldVipsTest extends ScriptedCase {
  @Test
  @Row("vip-needs-service")
  void holdsNoVipForAServiceThatIsRefused() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    scripted.run(script.plan(director(ONE)));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .filteredOn(one -> one.reason().equals("VipWithheld"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.source()).hasToString(SERVICE);
              assertThat(one.message()).contains("VIP 192.0.2.10 is not held", "ENOMEM");
            });
  }

  @Test
  @Row("vip-needs-service")
  void holdsNoVipWithoutTheTableThatMarksItsPackets() {
    node.fake().withoutNft();

    scripted.run(script.plan(SamplePlans.marking(ONE)));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .contains("VipWithheld");
  }

  @Test
  @Row("vip-needs-service")
  void holdsAVipWhosePacketsAreMarked() {
    scripted.run(script.plan(SamplePlans.marking(ONE)));

    assertThat(node.state().vips()).hasSize(1);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  @Row("vip-needs-service")
  void givesUpTheVipOfAServiceThatIsGoneAndRefused() {
    scripted.run(
        script
            .plan(director(ONE))
            .meanwhile(
                () -> {
                  assertThat(node.state().vips()).hasSize(1);
                  node.bySomebodyElse(new IpvsChange.DeleteService(WEB));
                  node.fake().refuseNextCommand(Errno.ENOMEM);
                }));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .containsExactly("KernelRefused", "VipWithheld");
  }

  @Test
  @Row("vip-needs-service")
  void takesTheVipBackWithItsService() {
    node.fake().refuseNextCommand(Errno.ENOMEM);

    scripted.run(script.plan(director(ONE)).plan(director(ONE, TWO)));

    assertThat(node.state().vips()).hasSize(1);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  @Row("vip-needs-service")
  void holdsNoVipForAServiceOfSomebodyElse() {
    node.bySomebodyElse(new AddService(WEB, settings()));

    scripted.run(script.plan(director(ONE)));

    assertThat(node.state().vips()).isEmpty();
    assertThat(script.lastStatus().entries())
        .extracting(ResourceReport::reason)
        .containsExactly("NotOurs", "VipWithheld");
  }

  @Test
  void givesUpAVipThatItIsNotToHoldAndStaysReady() {
    scripted.run(
        script
            .plan(director(ONE))
            .step(() -> script.inbox().put(Holding.only(Set.of())))
            .meanwhile(
                () -> {
                  assertThat(node.state().vips()).isEmpty();
                  assertThat(scripted.destinations()).hasSize(1);
                })
            .step(() -> script.inbox().put(Holding.ALL)));

    assertThat(node.state().vips()).hasSize(1);
    assertThat(scripted.rounds()).noneMatch(Round::isAtWar);
    assertThat(script.lastStatus().entries()).isEmpty();
  }

  @Test
  @Row("vip-needs-service")
  void endsWithoutItsVipsWhereADirectorHasNoIpvs() {
    node.fake().withoutIpvs();

    assertThatThrownBy(() -> scripted.run(script.plan(director(ONE))))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContaining("modprobe ip_vs");
    assertThat(script.lastStatus().entries()).extracting(ResourceReport::reason).contains("NoIpvs");
    assertThat(node.state().vips()).isEmpty();
  }
}
