package dev.lvs.agent.plan.firewall;

import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.Barrier;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Content;
import dev.lvs.agent.model.FilterChain.Decision;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.FilterChain.Policy;
import dev.lvs.agent.model.FilterChain.Tool;
import dev.lvs.agent.model.Packets;
import dev.lvs.agent.model.Packets.PortSpan;
import dev.lvs.agent.plan.PlanSamples;
import dev.lvs.agent.plan.probe.ProbeServicesTest;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbePassageTest {
  private static final Packets FROM_VIP =
      Packets.ANY
          .by(Protocol.TCP)
          .from(AddressRange.parse("192.0.2.10"))
          .fromPorts(PortSpan.of(80));

  @Test
  void answersOfDrComeFromTheVipAndThoseOfNatFromTheRealServer() {
    assertThat(remedy(ForwardingMode.DR, Hook.INPUT))
        .hasValue("nft insert rule inet site in ip saddr 192.0.2.10 tcp sport 80 accept");
    assertThat(remedy(ForwardingMode.NAT, Hook.INPUT))
        .hasValue("nft insert rule inet site in ip saddr 192.0.2.21 tcp sport 80 accept");
  }

  @Test
  void theyDoNotPassWhereNodesForwardOrSend() {
    assertThat(remedy(ForwardingMode.NAT, Hook.FORWARD)).isEmpty();
    assertThat(remedy(ForwardingMode.DR, Hook.OUTPUT)).isEmpty();
  }

  @Test
  void rulesMayDropThemWhateverThePolicy() {
    FilterChain open = chain(Hook.INPUT, Policy.ACCEPT, false);
    FilterChain ruled = chain(Hook.INPUT, Policy.ACCEPT, true);

    assertThat(ProbePassage.barriers(plan(ForwardingMode.DR), List.of(open))).isEmpty();
    assertThat(ProbePassage.barriers(plan(ForwardingMode.DR), List.of(ruled))).hasSize(1);
  }

  @Test
  void whatARuleAcceptsIsNoBarrier() {
    FilterChain chain =
        chain(Hook.INPUT, Policy.DROP, true).decidedBy(List.of(new Decision(FROM_VIP, true)));

    assertThat(ProbePassage.barriers(plan(ForwardingMode.DR), List.of(chain))).isEmpty();
  }

  private static Optional<String> remedy(ForwardingMode method, Hook hook) {
    return ProbePassage.barriers(plan(method), List.of(chain(hook, Policy.DROP, true))).stream()
        .map(Barrier::remedy)
        .findFirst();
  }

  private static DirectorPlan plan(ForwardingMode method) {
    PlannedService one = service(destination("192.0.2.21", method));
    return PlanSamples.directorPlan(List.of(ProbeServicesTest.forwarded(one)));
  }

  private static FilterChain chain(Hook hook, Policy policy, boolean hasRules) {
    return new FilterChain(
        Tool.NFT,
        "inet site",
        "in",
        EnumSet.allOf(AddressFamily.class),
        hook,
        0,
        false,
        new Content(policy, hasRules, List.of()));
  }
}
