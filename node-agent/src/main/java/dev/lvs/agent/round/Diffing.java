package dev.lvs.agent.round;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.sysctl.NodeUse;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.plan.draft.Desired;
import java.util.Optional;

/**
 * Computes a diff only where an input has changed since the last time: most rounds find everything
 * unchanged, and unchanged input is the same object.
 */
final class Diffing {
  private Optional<Known> last = Optional.empty();

  private record Known(
      Desired desired, KernelState observed, Ownership ours, NodeUse use, Diff diff) {
    boolean isOf(
        Desired otherDesired, KernelState otherObserved, Ownership other, NodeUse otherUse) {
      return desired.equals(otherDesired)
          && ours.equals(other)
          && use.equals(otherUse)
          && observed.equals(otherObserved);
    }
  }

  /** Returns what is to be done. */
  Diff of(Desired desired, KernelState observed, Ownership ours, NodeUse use) {
    Optional<Known> same = last.filter(known -> known.isOf(desired, observed, ours, use));
    if (same.isPresent()) {
      return same.get().diff();
    }
    Diff diff =
        Diff.of(desired.state(), observed, ours, desired.adopted(), use, desired.purposes());
    last = Optional.of(new Known(desired, observed, ours, use, diff));
    return diff;
  }
}
