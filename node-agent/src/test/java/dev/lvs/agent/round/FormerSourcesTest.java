package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.SourceAddresses.Local;
import dev.lvs.agent.model.SourceAddresses.Masquerade;
import dev.lvs.agent.model.Vip;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FormerSourcesTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");
  private static final VipPorts HTTP = VipPorts.one(VIP, Protocol.TCP, 80);
  private static final VipPorts HTTPS = VipPorts.one(VIP, Protocol.TCP, 443);
  private static final Vip LOCAL = new Vip(IpAddress.parse("192.0.2.200"), "eth0");
  private static final SourceAddresses SEEN = Local.of(Set.of(LOCAL.address()), true);
  private static final Ownership OURS =
      new Ownership(Map.of(), Set.of(), Set.of(LOCAL), Map.of()).withTable(true);

  /** A director whose only VIP is served by mark, which says nothing of the method. */
  private static final KernelState DESIRED =
      KernelState.EMPTY.with(new PacketRules(Map.of(HTTP, 17L), Set.of(), Map.of(), Set.of()));

  private long now;
  private final FormerSources former = new FormerSources(() -> now);

  @Test
  @Row("method-keeps-connections")
  void keepsTheTableAndTheLocalAddressesOfWhatIsOpen() {
    KernelState state = with(DESIRED, rewriting(HTTP, SEEN), OURS, UnaryOperator.identity());

    VipPorts kept = new VipPorts(VIP, PacketRules.FORMER, 0, 65535);
    assertThat(state.rules().sources()).containsExactly(Map.entry(kept, SEEN));
    assertThat(state.rules().marks()).containsKey(HTTP);
    assertThat(state.vips()).containsExactly(LOCAL);
    // the next round, and an agent that starts anew, find it in the table
    assertThat(with(DESIRED, state, OURS, UnaryOperator.identity())).isEqualTo(state);
    assertThat(with(DESIRED, state, OURS, _ -> Set.of())).isEqualTo(DESIRED);
  }

  @Test
  @Row("method-keeps-connections")
  void keepsNothingThatIsWantedGoneOrNotOurs() {
    KernelState wanted = rewriting(HTTP, SEEN);
    assertThat(with(wanted, wanted, OURS, UnaryOperator.identity())).isEqualTo(wanted);
    assertThat(with(KernelState.EMPTY, wanted, OURS, UnaryOperator.identity()))
        .as("without its service no connection goes on")
        .isEqualTo(KernelState.EMPTY);
    assertThat(with(DESIRED, wanted, Ownership.NONE, UnaryOperator.identity())).isEqualTo(DESIRED);
  }

  @Test
  @Row("method-keeps-connections")
  void asksOnlyWhereSomethingIsFormerAndEndsInTime() {
    KernelState observed = rewriting(HTTPS, new Masquerade());
    assertThat(with(DESIRED, observed, OURS, UnaryOperator.identity()).rules().sources())
        .hasSize(1);

    now = Lingering.LONGEST.toNanos();
    assertThat(with(DESIRED, observed, OURS, UnaryOperator.identity())).isEqualTo(DESIRED);
    with(
        observed,
        observed,
        OURS,
        _ -> {
          throw new AssertionError("a look at all of conntrack");
        });
  }

  private KernelState with(
      KernelState desired,
      KernelState observed,
      Ownership ours,
      UnaryOperator<Set<IpAddress>> rewritten) {
    return former.with(desired, observed, ours, rewritten);
  }

  private static KernelState rewriting(VipPorts ports, SourceAddresses seen) {
    return KernelState.EMPTY
        .withVips(Set.of(LOCAL))
        .with(new PacketRules(Map.of(), Set.of(), Map.of(ports, seen), Set.of()));
  }
}
