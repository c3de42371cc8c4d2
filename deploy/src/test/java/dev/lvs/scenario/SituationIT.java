package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.situation.DrainOrder;
import dev.lvs.agent.situation.DrainOrder.Target;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Health of real servers, holding of VIPs and drains beside the plan, as clients see them. */
@Tag("kernel")
class SituationIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final ServiceKey WEB =
      new AddressKey(Protocol.TCP, IpAddress.parse("10.1.210.58"), 80);
  private static final DestinationKey FIRST =
      new DestinationKey(IpAddress.parse("10.1.210.52"), 80);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @AutoClose private final Scenario dr = new Scenario(Topology.direct(), "dr");

  @Test
  void aServerThatIsDownGetsNoNewConnectionsUntilItIsUp() {
    inbox().put(new Health(Map.of(WEB, Map.of(FIRST, new ServerHealth.Down(false, "since noon")))));
    awaitTable("-r 10.1.210.52:80 -g -w 0");
    assertThat(dr.client().get(HTTP, 4)).hasToString("rs-53=4");

    inbox().put(new Health(Map.of(WEB, Map.of(FIRST, ServerHealth.Up.AS_PLANNED))));
    awaitTable("-r 10.1.210.52:80 -g -w 1");
    assertThat(dr.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
  }

  @Test
  void aVipThatIsHeldElsewhereIsReadyAndNotReachable() {
    inbox().put(Holding.only(Set.of()));
    await().atMost(PATIENCE).until(() -> !addresses().contains("10.1.210.58/32"));
    awaitTable("-r 10.1.210.52:80 -g -w 1");
    assertThat(dr.client().get(HTTP, 1)).hasToString("TIMEOUT");

    inbox().put(Holding.ALL);
    await().atMost(PATIENCE).until(() -> addresses().contains("10.1.210.58/32"));
    assertThat(dr.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
  }

  @Test
  void aDrainedServerKeepsItsClientsUntilTheDeadline() {
    try (HeldConnections held = dr.client().hold(HTTP, 2)) {
      drain(Duration.ofMinutes(10));
      awaitTable("-r 10.1.210.52:80 -g -w 0");
      assertThat(dr.client().get(HTTP, 2)).hasToString("rs-53=2");
      assertThat(held.askAgain()).isEqualTo(held.answers());

      drain(Duration.ofSeconds(1));

      await().atMost(PATIENCE).until(() -> !table().contains("10.1.210.52:80"));
    }
  }

  private void drain(Duration time) {
    Target target = new Target.At(FIRST.address(), OptionalInt.of(FIRST.port()));
    inbox().put(new DrainOrders(List.of(new DrainOrder(target, "rs-52", Optional.of(time)))));
  }

  private Inbox inbox() {
    return dr.agents().inbox(Topology.DIRECTOR);
  }

  private void awaitTable(String words) {
    await().atMost(PATIENCE).until(() -> table().contains(words));
  }

  private String table() {
    return String.join("\n", dr.director().witness());
  }

  private String addresses() {
    return dr.director().run("ip", "-o", "addr", "show", "dev", "e0");
  }
}
