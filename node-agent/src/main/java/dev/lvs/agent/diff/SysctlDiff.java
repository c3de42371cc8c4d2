package dev.lvs.agent.diff;

import dev.lvs.agent.diff.Diff.Steps;
import dev.lvs.agent.model.Change.RestoreSysctl;
import dev.lvs.agent.model.Change.SetSysctl;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import java.util.Comparator;
import java.util.function.Predicate;

/**
 * The part about sysctls.
 *
 * <p>As long as a sysctl is wanted, each round sets it again, so the value that is found at the end
 * is ours, and the one from before is put back.
 */
final class SysctlDiff {
  /** The previous value of a sysctl that did not exist. */
  private static final String NONE = "";

  private final KernelState desired;
  private final KernelState observed;
  private final Ownership owned;

  SysctlDiff(KernelState desired, KernelState observed, Ownership owned) {
    this.desired = desired;
    this.observed = observed;
    this.owned = owned;
  }

  void set(Steps steps, Predicate<String> which) {
    // accept_ra comes first: where IPv6 is forwarded without it, advertised routes are gone at once
    desired.sysctls().keySet().stream()
        .filter(which)
        .sorted(Comparator.comparing(path -> path.endsWith("/forwarding")))
        .forEach(path -> set(path, steps));
  }

  private void set(String path, Steps steps) {
    String value = desired.sysctls().getOrDefault(path, NONE);
    String present = observed.sysctls().getOrDefault(path, NONE);
    if (!present.equals(value)) {
      steps.add(new SetSysctl(path, value, present));
    }
  }

  void restore(Steps steps, Predicate<String> which) {
    // in the order of the observed: sorted, where ours is in none
    observed
        .sysctls()
        .forEach(
            (path, present) -> {
              String before = owned.sysctls().getOrDefault(path, NONE);
              boolean isOver = !before.equals(NONE) && !desired.sysctls().containsKey(path);
              if (isOver && which.test(path) && !present.equals(before)) {
                steps.add(new RestoreSysctl(path, before));
              }
            });
  }
}
