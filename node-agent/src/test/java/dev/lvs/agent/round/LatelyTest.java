package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.NodeFacts.Unseen;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatelyTest {
  private static final IpAddress GATEWAY = IpAddress.parse("192.0.2.254");
  private static final Address OWN = new Address(IpAddress.parse("192.0.2.1"), 24);
  private static final Address VIP = new Address(IpAddress.parse("192.0.2.10"), 32, true);
  private static final NodeFacts UP = node(Set.of(GATEWAY), OWN, VIP);
  private static final NodeFacts DOWN = node(Set.of());

  private long now = Long.MAX_VALUE - 5;
  private final Lately lately = new Lately(() -> now);

  @Test
  @Row({"vip-is-gateway", "vip-is-own-address"})
  void remembersWhatIsAwayForAWhile() {
    assertThat(unseen(UP)).isEqualTo(Unseen.NOTHING);

    assertThat(unseen(DOWN)).isEqualTo(new Unseen(Set.of(), Set.of(GATEWAY), Set.of(OWN)));
    pass(Lately.ADDRESSES);
    assertThat(unseen(DOWN).addresses()).isNotEmpty();
    pass(Duration.ofNanos(1));
    assertThat(unseen(DOWN)).isEqualTo(new Unseen(Set.of(), Set.of(GATEWAY), Set.of()));
    pass(Lately.GATEWAYS);
    assertThat(unseen(DOWN)).isEqualTo(Unseen.NOTHING);
  }

  @Test
  void remembersNothingOfWhatIsBack() {
    unseen(UP);
    unseen(DOWN);

    assertThat(unseen(UP)).isEqualTo(Unseen.NOTHING);
  }

  private Unseen unseen(NodeFacts facts) {
    return lately.unseen(facts, Set.of());
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static NodeFacts node(Set<IpAddress> gateways, Address... addresses) {
    return new NodeFacts(
        "6.12.0",
        Optional.empty(),
        Set.of(),
        List.of(new Interface("e0", 2, true, List.of(addresses), Conf.USUAL, false, 1500)),
        Conf.USUAL,
        new Routing(Map.of(), gateways, Set.of()));
  }
}
