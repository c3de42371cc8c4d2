package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.tunnel.GuePort;
import dev.lvs.agent.model.tunnel.TunnelDevice;
import dev.lvs.agent.model.tunnel.TunnelKind;
import dev.lvs.agent.model.tunnel.Unwrapper;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LingeringTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");
  private static final IpAddress OWN = IpAddress.parse("192.0.2.21");
  private static final Vip ON_LOOPBACK = new Vip(VIP, "lo");
  private static final Vip ON_TUNNEL = new Vip(VIP, "lvsi-c0000215");
  private static final TunnelDevice DEVICE =
      new TunnelDevice("lvsi-c0000215", TunnelKind.IPIP, OWN);
  private static final NodePlanSpec NOTHING = NodePlanSpec.empty("node-1");
  private static final NodeFacts NODE =
      new NodeFacts(
          "6.12.0",
          Optional.of("1.2.1"),
          Set.of(),
          List.of(
              new Interface(
                  "eth0", 2, true, List.of(new Address(OWN, 24)), Conf.USUAL, false, 1500)),
          Conf.USUAL,
          Routing.NONE);

  private long now;
  private final Lingering lingering = new Lingering(() -> now);

  @Test
  @Row("method-keeps-connections")
  void keepsWhatDirectRoutingNeedsWhileConnectionsAreOpen() {
    NodePlanSpec plan = added(ours(Set.of(), ON_LOOPBACK), UnaryOperator.identity());

    assertThat(hidden(plan))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.address()).hasToString("192.0.2.10");
              assertThat(one.method()).isEqualTo(ForwardingMode.DR);
              assertThat(one.realServerAddress()).hasToString("192.0.2.21");
            });
    assertThat(added(ours(Set.of(), ON_LOOPBACK), _ -> Set.of())).isEqualTo(NOTHING);
  }

  @Test
  @Row("method-keeps-connections")
  void keepsTheDeviceThatUnwraps() {
    assertThat(hidden(added(ours(Set.of(DEVICE), ON_TUNNEL), UnaryOperator.identity())))
        .extracting(HiddenVip::tunnel)
        .containsExactly(new Tunnel(TunnelType.IPIP, null, TunnelChecksum.NONE));
    GuePort port = new GuePort(AddressFamily.IPV4, 6080);
    assertThat(hidden(added(ours(Set.of(DEVICE, port), ON_TUNNEL), UnaryOperator.identity())))
        .extracting(HiddenVip::tunnel)
        .containsExactly(new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.NONE));
  }

  @Test
  @Row("method-keeps-connections")
  void keepsNothingThatIsWantedOrWasHeldForEverybody() {
    assertThat(
            lingering.added(
                NOTHING,
                Set.of(ON_LOOPBACK),
                ours(Set.of(), ON_LOOPBACK),
                NODE,
                UnaryOperator.identity()))
        .isEqualTo(NOTHING);
    assertThat(added(ours(Set.of(), new Vip(VIP, "eth0")), UnaryOperator.identity()))
        .isEqualTo(NOTHING);
  }

  @Test
  @Row("method-keeps-connections")
  void keepsItNoLongerThanTheBound() {
    Ownership ours = ours(Set.of(), ON_LOOPBACK);
    assertThat(hidden(added(ours, UnaryOperator.identity()))).hasSize(1);

    now = Lingering.LONGEST.toNanos() - 1;
    assertThat(hidden(added(ours, UnaryOperator.identity()))).hasSize(1);

    now = Lingering.LONGEST.toNanos();
    assertThat(added(ours, UnaryOperator.identity())).isEqualTo(NOTHING);
  }

  private NodePlanSpec added(Ownership ours, UnaryOperator<Set<IpAddress>> connected) {
    return lingering.added(NOTHING, Set.of(), ours, NODE, connected);
  }

  private static List<HiddenVip> hidden(NodePlanSpec plan) {
    RealServerPlan own = plan.realServer();
    return own == null ? List.of() : own.hiddenVips();
  }

  private static Ownership ours(Set<Unwrapper> tunnels, Vip vip) {
    return new Ownership(Map.of(), tunnels, Set.of(vip), Map.of());
  }
}
