package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.situation.Counters;
import dev.lvs.agent.situation.Drains;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.situation.Past;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");

  private Duration passed = Duration.ZERO;
  private final Lingering lingering = new Lingering(() -> NOON);

  @Test
  @Row("method-keeps-connections")
  void keepsWhatDirectRoutingNeedsWhileConnectionsAreOpen() {
    NodePlanSpec plan = added(ours(Set.of(), ON_LOOPBACK), LingeringTest::all);

    assertThat(hidden(plan))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.address()).hasToString("192.0.2.10");
              assertThat(one.method()).isEqualTo(ForwardingMode.DR);
              assertThat(one.realServerAddress()).hasToString("192.0.2.21");
            });
    assertThat(added(ours(Set.of(), ON_LOOPBACK), _ -> Map.of())).isEqualTo(NOTHING);
  }

  @Test
  @Row("method-keeps-connections")
  void keepsTheDeviceThatUnwraps() {
    assertThat(hidden(added(ours(Set.of(DEVICE), ON_TUNNEL), LingeringTest::all)))
        .extracting(HiddenVip::tunnel)
        .containsExactly(new Tunnel(TunnelType.IPIP, null, TunnelChecksum.NONE));
    GuePort port = new GuePort(AddressFamily.IPV4, 6080);
    assertThat(hidden(added(ours(Set.of(DEVICE, port), ON_TUNNEL), LingeringTest::all)))
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
                Situation.of(NODE),
                LingeringTest::all))
        .isEqualTo(NOTHING);
    assertThat(added(ours(Set.of(), new Vip(VIP, "eth0")), LingeringTest::all)).isEqualTo(NOTHING);
  }

  @Test
  @Row("method-keeps-connections")
  void keepsItNoLongerThanTheBound() {
    Ownership ours = ours(Set.of(), ON_LOOPBACK);
    assertThat(hidden(added(ours, LingeringTest::all))).hasSize(1);

    passed = Lingering.LONGEST.minusNanos(1);
    assertThat(hidden(added(ours, LingeringTest::all))).hasSize(1);

    passed = Lingering.LONGEST;
    assertThat(added(ours, LingeringTest::all)).isEqualTo(NOTHING);
    assertThat(lingering.standing()).isEmpty();
  }

  @Test
  @Row("method-keeps-connections")
  void tellsWhatStaysAndUntilWhen() {
    Ownership ours = ours(Set.of(), ON_LOOPBACK);
    added(ours, LingeringTest::all);

    passed = Duration.ofMinutes(1);
    added(ours, LingeringTest::all);

    assertThat(lingering.standing())
        .containsExactly(new LingeringVip(VIP, "lo", 1, "2026-01-01T12:15:01Z"));
    assertThat(lingering.end()).contains(Instant.EPOCH.plus(Lingering.LONGEST));
    added(ours, _ -> Map.of());
    assertThat(lingering.standing()).as("once they are closed").isEmpty();
    assertThat(lingering.end()).isEmpty();
  }

  /** Every number that is told is a write to the API server. */
  @ParameterizedTest
  @CsvSource({
    "5, 8",
    "5 8 3, 8",
    "5 9, 16",
    "9 4, 4",
    "1, 1",
    "2 1, 2",
    "1000000 300000, 1048576",
    "3 4 5, 8"
  })
  void tellsAnotherNumberOnlyWhereItIsFar(String open, int told) {
    for (String number : open.split(" ", -1)) {
      added(ours(Set.of(), ON_LOOPBACK), _ -> Map.of(VIP, Integer.parseInt(number)));
    }

    assertThat(lingering.standing()).extracting(LingeringVip::connections).containsExactly(told);
  }

  private NodePlanSpec added(
      Ownership ours, Function<Set<IpAddress>, Map<IpAddress, Integer>> connected) {
    Situation situation =
        new Situation(
            NODE, Inputs.NONE, Drains.NONE, Counters.NONE, Instant.EPOCH.plus(passed), Past.NONE);
    return lingering.added(NOTHING, Set.of(), ours, situation, connected);
  }

  /** Each has one connection. */
  private static Map<IpAddress, Integer> all(Set<IpAddress> addresses) {
    return addresses.stream().collect(Collectors.toMap(Function.identity(), _ -> 1));
  }

  private static List<HiddenVip> hidden(NodePlanSpec plan) {
    RealServerPlan own = plan.realServer();
    return own == null ? List.of() : own.hiddenVips();
  }

  private static Ownership ours(Set<OwnDevice> tunnels, Vip vip) {
    return new Ownership(Map.of(), tunnels, Set.of(vip), Map.of());
  }
}
