package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.ARP_ANNOUNCE;
import static dev.lvs.agent.kernel.Samples.ARP_IGNORE;
import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.FIRST6;
import static dev.lvs.agent.kernel.Samples.FOREIGN;
import static dev.lvs.agent.kernel.Samples.FOREIGN_VIP;
import static dev.lvs.agent.kernel.Samples.MARKED;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN6;
import static dev.lvs.agent.kernel.Samples.SECOND;
import static dev.lvs.agent.kernel.Samples.TUNNEL;
import static dev.lvs.agent.kernel.Samples.VIP;
import static dev.lvs.agent.kernel.Samples.VIP6;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.ip;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static dev.lvs.agent.kernel.Samples.weight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.Mortality.Killed;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.Written;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Contract of every kernel, fake and real, when the agent is killed: the next start gets to the
 * same state, knows what is ours, and has touched nothing of anybody else.
 */
interface CrashContract {
  KernelState FULL =
      new KernelState(
          Map.of(
              WEB, new VirtualServer(WEB, ROUND_ROBIN, Map.of(FIRST, ONE, SECOND, ONE)),
              MARKED, new VirtualServer(MARKED, ROUND_ROBIN6, Map.of(FIRST6, ONE))),
          Set.of(TUNNEL),
          Set.of(VIP, VIP6, new Vip(ip("192.0.2.11"), TUNNEL.name())),
          Map.of(ARP_IGNORE, "1", ARP_ANNOUNCE, "2"));
  KernelState CHANGED =
      new KernelState(
          Map.of(WEB, new VirtualServer(WEB, scheduler("wlc"), Map.of(SECOND, weight(3)))),
          Set.of(),
          Set.of(VIP),
          Map.of(ARP_IGNORE, "2"));

  /** The node of this test. */
  TestNode node();

  /** The node of this test from now on. */
  void use(TestNode node);

  @Test
  default void buildsUpWhereverItIsKilled() {
    survivesKillsOnTheWay(KernelState.EMPTY, FULL);
  }

  @Test
  default void changesWhereverItIsKilled() {
    survivesKillsOnTheWay(FULL, CHANGED);
  }

  @Test
  default void takesDownWhereverItIsKilled() {
    survivesKillsOnTheWay(FULL, KernelState.EMPTY);
  }

  @Test
  default void convergesFromClaimsWithoutChanges() {
    addForeign();
    List<Change> changes = node().diff(FULL).changes();
    for (int made = 0; made <= changes.size(); made++) {
      node().apply(changes.subList(0, made));
      node().ledger().claim(changes);

      use(node().restarted());
      node().converge(FULL);

      assertHolds(FULL);
      node().converge(KernelState.EMPTY);
      assertHolds(KernelState.EMPTY);
    }
  }

  @Test
  default void writesNothingForTheSameStateAgain() {
    addForeign();
    node().converge(FULL);

    assertThat(node().diff(FULL).changes()).isEmpty();
    assertThat(node().diff(FULL).foreign()).isEmpty();
  }

  private void survivesKillsOnTheWay(KernelState from, KernelState to) {
    addForeign();
    boolean killed = true;
    for (int calls = 0; killed; calls++) {
      node().converge(from);
      assertHolds(from);

      killed = isKilledOnTheWay(calls, to);

      use(node().restarted());
      assertForeignIsUntouched();
      assertThat(node().converge(to)).allMatch(Outcome.Applied.class::isInstance);
      assertHolds(to);
    }
  }

  private boolean isKilledOnTheWay(int calls, KernelState to) {
    Mortality mortality = new Mortality(calls);
    use(node().restarted(mortality::around));
    try {
      node().converge(to);
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private void addForeign() {
    try (TestNode other = node().somebodyElse()) {
      other.apply(add(FOREIGN), add(FOREIGN, FIRST), new AddVip(FOREIGN_VIP));
    }
  }

  private void assertForeignIsUntouched() {
    KernelState state = node().observe();
    assertThat(state.services())
        .containsEntry(FOREIGN, new VirtualServer(FOREIGN, ROUND_ROBIN, Map.of(FIRST, ONE)));
    assertThat(state.vips()).contains(FOREIGN_VIP);
  }

  private void assertHolds(KernelState ours) {
    assertForeignIsUntouched();
    KernelState state = node().observe(ARP_IGNORE, ARP_ANNOUNCE);
    Map<ServiceKey, VirtualServer> services = new HashMap<>(state.services());
    services.remove(FOREIGN);
    assertThat(services).isEqualTo(ours.services());
    Set<Vip> vips = new HashSet<>(state.vips());
    vips.remove(FOREIGN_VIP);
    assertThat(vips).isEqualTo(ours.vips());
    assertThat(state.devices()).isEqualTo(ours.devices());
    assertThat(state.sysctls())
        .isEqualTo(
            Map.of(
                ARP_IGNORE, ours.sysctls().getOrDefault(ARP_IGNORE, "0"),
                ARP_ANNOUNCE, ours.sysctls().getOrDefault(ARP_ANNOUNCE, "0")));
    assertThat(node().owned().with(Written.UNKNOWN)).isEqualTo(ownershipOf(ours));
    assertThat(node().diff(ours).changes()).isEmpty();
  }

  private static Ownership ownershipOf(KernelState state) {
    return new Ownership(
        state.services().values().stream()
            .collect(
                Collectors.toMap(VirtualServer::key, server -> server.destinations().keySet())),
        state.devices(),
        state.vips(),
        state.sysctls().keySet().stream().collect(Collectors.toMap(path -> path, _ -> "0")));
  }
}
