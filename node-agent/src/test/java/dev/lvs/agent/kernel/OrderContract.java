package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.SECOND;
import static dev.lvs.agent.kernel.Samples.THIRD;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.add;
import static dev.lvs.agent.kernel.Samples.scheduler;
import static dev.lvs.agent.kernel.Samples.weight;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.DestinationKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract of every kernel, fake and real, for the order of destinations. */
interface OrderContract {
  KernelState MAGLEV =
      KernelState.ofServices(
          Map.of(
              WEB,
              new VirtualServer(
                  WEB,
                  scheduler("mh"),
                  Map.of(FIRST, ONE, SECOND, weight(0), THIRD, ONE),
                  Map.of(SECOND, 4))));

  /** The node of this test. */
  TestNode node();

  /** The node of this test from now on. */
  void use(TestNode node);

  @Test
  default void dumpsTheNewestDestinationFirst() {
    node().apply(add(WEB), add(WEB, SECOND), add(WEB, THIRD), add(WEB, FIRST));
    assertThat(order()).containsExactly(FIRST, THIRD, SECOND);

    node().apply(new EditDestination(WEB, THIRD, weight(0)), new EditService(WEB, scheduler("mh")));
    assertThat(order()).as("what is edited stays").containsExactly(FIRST, THIRD, SECOND);

    node().apply(new DeleteDestination(WEB, SECOND), add(WEB, SECOND));
    assertThat(order()).as("what is added again is new").containsExactly(SECOND, FIRST, THIRD);
    assertThat(node().owned().services()).isEqualTo(Map.of(WEB, Set.of(FIRST, SECOND, THIRD)));
  }

  @Test
  default void losesTheClaimOnWhatIsNotThereAgain() {
    node().apply(add(WEB), add(WEB, FIRST), add(WEB, SECOND));

    node()
        .apply(
            new DeleteDestination(WEB, SECOND),
            new AddDestination(WEB, SECOND, new DestinationSettings(ONE.method(), 1, 1, 2)));

    assertThat(node().owned().services()).isEqualTo(Map.of(WEB, Set.of(FIRST)));
  }

  @Test
  default void putsTheDestinationsOfMaglevInOrderAndFindsThemSo() {
    node().apply(add(WEB), add(WEB, THIRD), add(WEB, SECOND), add(WEB, FIRST));

    assertThat(node().converge(MAGLEV)).allMatch(Outcome.Applied.class::isInstance);

    assertThat(order()).containsExactly(THIRD, SECOND, FIRST);
    assertThat(node().diff(MAGLEV).changes()).isEmpty();
    assertThat(node().owned().services()).isEqualTo(Map.of(WEB, Set.of(FIRST, SECOND, THIRD)));
  }

  @Test
  default void putsThemInOrderWhereverItIsKilled() {
    boolean killed = true;
    for (int calls = 0; killed; calls++) {
      node().converge(KernelState.EMPTY);
      node().apply(add(WEB), add(WEB, THIRD), add(WEB, SECOND), add(WEB, FIRST));
      use(node().restarted(new Mortality(calls)::around));
      try {
        node().converge(MAGLEV);
        killed = false;
      } catch (Mortality.Killed e) {
        killed = true;
      }
      use(node().restarted());

      node().converge(MAGLEV);

      assertThat(order()).containsExactly(THIRD, SECOND, FIRST);
      assertThat(node().diff(MAGLEV).changes()).isEmpty();
      assertThat(node().owned().services()).isEqualTo(Map.of(WEB, Set.of(FIRST, SECOND, THIRD)));
    }
  }

  private List<DestinationKey> order() {
    return List.copyOf(
        requireNonNull(node().observe().services().get(WEB)).destinations().keySet());
  }
}
