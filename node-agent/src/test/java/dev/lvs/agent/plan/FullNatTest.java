package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.Nodes.ethernet;
import static dev.lvs.agent.plan.Nodes.node;
import static dev.lvs.agent.plan.Plans.WEB;
import static dev.lvs.agent.plan.Plans.destination;
import static dev.lvs.agent.plan.Plans.director;
import static dev.lvs.agent.plan.Plans.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.Change.ReplaceTable;
import dev.lvs.agent.model.ForwardingMethod;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Protocol;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.VipPorts;
import dev.lvs.agent.plan.Obstacle.Reason;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FullNatTest {
  private static final NodeFacts NODE = node(ethernet("front", "192.0.2.1/24"));
  private static final String CONNTRACK = "net/ipv4/vs/conntrack";
  private static final PlannedService REWRITTEN =
      service("192.0.2.10", 80, destination("192.0.2.21", ForwardingMode.FULLNAT));
  private static final PlannedService DIRECT =
      service("192.0.2.11", 443, destination("192.0.2.21", ForwardingMode.DR));

  @Test
  void isNatWithConntrackAndTheDirectorsSource() {
    Desired desired = Planner.plan(director(REWRITTEN), NODE);

    assertThat(desired.state().services().values())
        .flatExtracting(server -> server.destinations().values())
        .singleElement()
        .satisfies(
            settings -> assertThat(settings.method()).isEqualTo(new ForwardingMethod.Masquerade()));
    assertThat(desired.state().sysctls())
        .isEqualTo(Map.of(CONNTRACK, "1", "net/ipv4/ip_forward", "1"));
    assertThat(desired.state().rules().sources())
        .isEqualTo(Map.of(ports("192.0.2.10", 80), new SourceAddresses.Masquerade()));
    assertThat(desired.attribution().of(new ReplaceTable(desired.state().rules())))
        .containsExactly(WEB);
    assertThat(desired.obstacles()).isEmpty();
  }

  @Test
  void keepsConnectionsThatAnswerPastTheDirectorFromBeingTracked() {
    Desired both = Planner.plan(director(REWRITTEN, DIRECT), NODE);
    Desired alone = Planner.plan(director(DIRECT), NODE);

    assertThat(both.state().rules().untracked()).isEqualTo(Set.of(ports("192.0.2.11", 443)));
    assertThat(alone.state().rules()).isEqualTo(PacketRules.NONE);
    assertThat(alone.state().sysctls()).isEmpty();
  }

  @Test
  void winsOverAGroupThatSwitchesConntrackOff() {
    DirectorSettings off =
        new DirectorSettings(null, null, Map.of("conntrack", "0"), "DirectorGroup edge");

    Desired desired =
        Planner.plan(
            new NodePlanSpec(
                "node-1",
                new DirectorPlan(List.of(REWRITTEN), List.of(), List.of(), List.of(off)),
                null),
            NODE);

    assertThat(desired.state().sysctls()).containsEntry(CONNTRACK, "1");
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.CONTRADICTING_SETTINGS);
              assertThat(obstacle.sources()).containsExactly("DirectorGroup edge");
              assertThat(obstacle.message()).contains(WEB, "ipvsSysctls");
            });
  }

  private static VipPorts ports(String vip, int port) {
    return new VipPorts(IpAddress.parse(vip), Protocol.TCP, port, port);
  }
}
