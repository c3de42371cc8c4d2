package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.Samples;
import dev.lvs.agent.kernel.sysctl.NodeUse;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.ipvs.DestinationKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiffingTest {
  private static final NodeUse USE = new NodeUse(false, Optional.empty());

  private final Diffing diffing = new Diffing();

  @Test
  void comparesAgainWhereOnlyTheOrderOfMaglevIsAnother() {
    KernelState desired = state("21 1", "22 1");

    assertThat(diff(desired, state("22 1", "21 1"))).isEmpty();
    assertThat(diff(desired, state("21 1", "22 1"))).hasSize(2);
  }

  @Test
  void comparesAgainAfterChangesThatTheKernelDoesNotShow() {
    KernelState resting = rested(state("21 1", "22 0"), 5);
    KernelState observed = state("22 0", "21 1");
    assertThat(diff(resting, observed)).as("as it was left by an agent before").isEmpty();

    KernelState leaving = state("21 1", "22 0");
    List<Change> changes = diff(leaving, observed);
    assertThat(changes).as("it had a weight").hasSize(2);
    assertThat(diff(leaving, observed)).as("not made yet").isEqualTo(changes);

    diffing.learn(changes.stream().<Outcome>map(Outcome.Applied::new).toList());
    assertThat(diff(leaving, observed)).isEmpty();
    assertThat(diff(resting, observed)).as("it has none").hasSize(2);
  }

  @Test
  void knowsTheWeightThatOneHadBeforeItWasQuiesced() {
    KernelState quiesced = rested(state("21 1", "22 0"), 5);
    List<Change> changes = diff(quiesced, state("22 5", "21 1"));
    assertThat(changes).hasSize(1);
    diffing.learn(changes.stream().<Outcome>map(Outcome.Applied::new).toList());

    assertThat(diff(rested(state("21 1", "22 0"), 7), state("22 0", "21 1"))).hasSize(2);
  }

  private List<Change> diff(KernelState desired, KernelState observed) {
    Desired wanted = new DesiredDraft().finish().with(desired);
    Diff diff = diffing.of(wanted, observed, Ownership.ofAll(observed.services()), USE);
    return diff.changes();
  }

  private static KernelState rested(KernelState state, int weight) {
    return state.withServices(
        Map.of(
            Samples.WEB,
            state
                .services()
                .values()
                .iterator()
                .next()
                .withResting(Map.of(new DestinationKey(Samples.ip("198.51.100.22"), 80), weight))));
  }

  private static KernelState state(String... destinations) {
    Map<DestinationKey, DestinationSettings> all = new LinkedHashMap<>();
    for (String one : destinations) {
      String[] words = one.split(" ", -1);
      all.put(
          new DestinationKey(Samples.ip("198.51.100." + words[0]), 80),
          Samples.weight(Integer.parseInt(words[1])));
    }
    return KernelState.ofServices(
        Map.of(Samples.WEB, new VirtualServer(Samples.WEB, Samples.scheduler("mh"), all)));
  }
}
