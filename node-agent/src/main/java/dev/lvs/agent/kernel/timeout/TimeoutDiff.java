package dev.lvs.agent.kernel.timeout;

import dev.lvs.agent.kernel.timeout.TimeoutChange.RestoreTimeout;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;

/**
 * Diff of timeouts, which are set and restored like sysctls. Where the kernel shows none it has no
 * IPVS yet, and setting them reports that.
 */
public final class TimeoutDiff {
  private final KernelState desired;
  private final KernelState observed;
  private final Ownership owned;

  public TimeoutDiff(KernelState desired, KernelState observed, Ownership owned) {
    this.desired = desired;
    this.observed = observed;
    this.owned = owned;
  }

  public void set(Steps steps) {
    desired
        .timeouts()
        .forEach(
            (timeout, seconds) -> {
              int present = observed.timeouts().getOrDefault(timeout, 0);
              if (present != seconds) {
                steps.add(new SetTimeout(timeout, seconds, present));
              }
            });
  }

  public void restore(Steps steps) {
    observed
        .timeouts()
        .forEach(
            (timeout, present) -> {
              Integer before = owned.timeouts().getOrDefault(timeout, present);
              if (!desired.timeouts().containsKey(timeout) && !present.equals(before)) {
                if (owned.written().isOurs(timeout, present)) {
                  steps.add(new RestoreTimeout(timeout, before));
                } else {
                  steps.leave(new Foreign.Lasting(timeout, present));
                }
              }
            });
  }
}
