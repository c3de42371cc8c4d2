package dev.lvs.agent.round;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.sysctl.NodeUse;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.plan.draft.Desired;
import java.util.List;
import java.util.Optional;

/**
 * Computes a diff only where an input has changed since the last time: most rounds find everything
 * unchanged, and unchanged input is the same object.
 */
final class Diffing {
  private final RestingWeights resting = new RestingWeights();
  private Optional<Known> last = Optional.empty();

  private record Known(
      Desired desired, KernelState observed, Ownership ours, NodeUse use, Diff diff) {
    boolean isOf(
        Desired otherDesired, KernelState otherObserved, Ownership other, NodeUse otherUse) {
      return desired.equals(otherDesired)
          && ours.equals(other)
          && use.equals(otherUse)
          && observed.equals(otherObserved)
          && isInOrderOf(otherObserved);
    }

    /** Returns whether destinations of mh stand in the same order, by which it hashes clients. */
    private boolean isInOrderOf(KernelState otherObserved) {
      for (VirtualServer wanted : desired.state().services().values()) {
        VirtualServer one = observed.services().get(wanted.key());
        VirtualServer other = otherObserved.services().get(wanted.key());
        if (wanted.isMaglev() && one != null && other != null && !one.isInOrderOf(other)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Takes note of changes that were made. */
  void learn(List<Outcome> outcomes) {
    if (!outcomes.isEmpty()) {
      resting.learn(outcomes);
      // not all that was changed is seen in the next look
      last = Optional.empty();
    }
  }

  /** Returns what is to be done. */
  Diff of(Desired desired, KernelState observed, Ownership ours, NodeUse use) {
    Optional<Known> same = last.filter(known -> known.isOf(desired, observed, ours, use));
    if (same.isPresent()) {
      return same.get().diff();
    }
    Diff diff =
        Diff.of(
            desired.state(),
            resting.in(observed, desired.state()),
            ours,
            desired.adopted(),
            use,
            desired.purposes());
    last = Optional.of(new Known(desired, observed, ours, use, diff));
    return diff;
  }
}
