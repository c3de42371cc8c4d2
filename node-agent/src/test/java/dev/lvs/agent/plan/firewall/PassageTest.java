package dev.lvs.agent.plan.firewall;

import static dev.lvs.agent.plan.PlanSamples.destination;
import static dev.lvs.agent.plan.PlanSamples.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Content;
import dev.lvs.agent.model.FilterChain.Decision;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.FilterChain.Policy;
import dev.lvs.agent.model.FilterChain.Tool;
import dev.lvs.agent.model.Packets;
import dev.lvs.agent.model.Packets.PortSpan;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.plan.PlanSamples;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.verdict.Row;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets of a service on port 80 in firewalls that accept all but what their rules drop. */
class PassageTest {
  private static final NodePlanSpec PLAN =
      new NodePlanSpec(
          "edge-1",
          PlanSamples.directorPlan(List.of(service(destination("192.0.2.21", ForwardingMode.DR)))),
          RealServerPlan.EMPTY);

  /** Rules as in "drop 80": what is done to TCP of which ports, in their order. */
  @ParameterizedTest
  @Row("firewall-policy")
  @CsvSource({
    "drop 80, true",
    "drop 1-1024, true",
    "drop 81, false",
    "accept 80 drop 1-1024, false",
    "drop 1-1024 accept 80, true",
    "accept 1-79 drop 80, true",
    "accept 80, false",
  })
  void theFirstRuleOnAllOfThemDecides(String rules, boolean told) {
    String[] words = rules.split(" ", -1);
    Decision[] decisions = new Decision[words.length / 2];
    for (int i = 0; i < decisions.length; i++) {
      String[] ports = words[2 * i + 1].split("-", -1);
      int first = Integer.parseInt(ports[0]);
      int last = Integer.parseInt(ports[ports.length - 1]);
      decisions[i] =
          new Decision(
              Packets.ANY.by(Protocol.TCP).toPorts(new PortSpan(first, last)),
              words[2 * i].equals("accept"));
    }

    assertThat(Passage.barriers(PLAN, List.of(chain(decisions)))).hasSize(told ? 1 : 0);
  }

  @Test
  @Row("firewall-policy")
  void aRuleThatDropsThemIsToldWithTheRemedy() {
    Packets toVip = Packets.ANY.to(AddressRange.parse("192.0.2.0/28"));

    assertThat(Passage.barriers(PLAN, List.of(chain(new Decision(toVip, false)))))
        .singleElement()
        .extracting(barrier -> new Foreign.Filter(barrier).message())
        .asString()
        .contains("has a rule that drops packets of the plan")
        .contains("nft insert rule inet site in ip daddr 192.0.2.10 tcp dport 80 accept");
  }

  private static FilterChain chain(Decision... rules) {
    return new FilterChain(
            Tool.NFT,
            "inet site",
            "in",
            EnumSet.allOf(AddressFamily.class),
            Hook.INPUT,
            0,
            false,
            new Content(Policy.ACCEPT, true, List.of()))
        .decidedBy(Arrays.asList(rules));
  }
}
