package dev.lvs.agent.kernel.sysctl;

import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Diff of sysctls.
 *
 * <p>As long as a sysctl is wanted, each round sets it again. At the end the value from before is
 * restored, unless another program has set a different one since. {@link ForwardingSysctls} is
 * restored later than others.
 */
public final class SysctlDiff {
  /** The previous value of a sysctl that did not exist. */
  private static final String NONE = "";

  private final KernelState desired;
  private final KernelState observed;
  private final Ownership owned;
  private final NodeUse use;

  public SysctlDiff(KernelState desired, KernelState observed, Ownership owned, NodeUse use) {
    this.desired = desired;
    this.observed = observed;
    this.owned = owned;
    this.use = use;
  }

  public void set(Steps steps, Predicate<String> which) {
    // accept_ra comes first: where IPv6 is forwarded without it, advertised routes are gone at once
    desired.sysctls().keySet().stream()
        .filter(which)
        .sorted(Comparator.comparing(path -> path.endsWith("/forwarding")))
        .forEach(path -> set(path, steps));
  }

  private void set(String path, Steps steps) {
    String value = desired.sysctls().getOrDefault(path, NONE);
    String present = observed.sysctls().getOrDefault(path, NONE);
    if (present.equals(value)) {
      return;
    }
    if (ForwardingSysctls.isSwitch(path)
        && ForwardingSysctls.isTurnedOn(path, desired, observed, owned)) {
      setPartsOf(path, steps);
    }
    if (InterfaceDefaults.isDefault(path) && !owned.sysctls().containsKey(path)) {
      rememberWhatBeganOtherwise(path, steps);
    }
    steps.add(new SetSysctl(path, value, present));
  }

  /** What is as it is to be already: later it would look like an interface that came since. */
  private void rememberWhatBeganOtherwise(String beginning, Steps steps) {
    desired
        .sysctls()
        .forEach(
            (part, value) -> {
              if (isPartOf(part, beginning)
                  && value.equals(observed.sysctls().get(part))
                  && !owned.sysctls().containsKey(part)) {
                steps.add(new SetSysctl(part, value, value));
              }
            });
  }

  private static boolean isPartOf(String part, String beginning) {
    return InterfaceDefaults.defaultOf(part).filter(beginning::equals).isPresent();
  }

  /** The switch would set them too, but then nobody knew what they were. */
  private void setPartsOf(String path, Steps steps) {
    observed
        .sysctls()
        .forEach(
            (part, present) -> {
              if (ForwardingSysctls.switchOf(part).filter(path::equals).isPresent()
                  && present.equals("0")) {
                steps.add(new SetSysctl(part, "1", present));
              }
            });
  }

  public void restore(Steps steps, Predicate<String> which) {
    // in the order of the observed: sorted, where ours is in none
    observed
        .sysctls()
        .forEach(
            (path, present) -> {
              String before = owned.sysctls().getOrDefault(path, NONE);
              boolean isOver = !before.equals(NONE) && !isWanted(path);
              if (isOver && which.test(path) && !present.equals(before)) {
                restore(path, present, before, steps);
              }
            });
  }

  private void restore(String path, String present, String before, Steps steps) {
    if (!owned.written().isOurs(path, present)) {
      steps.leave(new Foreign.Setting(path, present));
      return;
    }
    if (ForwardingSysctls.switchOf(path).filter(this::isWanted).isPresent()) {
      return;
    }
    Optional<String> family = ForwardingSysctls.familyOf(path);
    boolean isOurs = use.isGivenUp() && use.forwarder().isEmpty();
    if (InterfaceDefaults.isDefault(path)) {
      putBackWhatCameSince(path, present, before, steps);
    }
    if (family.isEmpty() || family.filter(this::isWanted).isPresent() || isOurs) {
      steps.add(new RestoreSysctl(path, before));
    } else if (ForwardingSysctls.isSwitch(path)) {
      steps.leave(new Foreign.Switch(path, present, before, use.forwarder()));
    }
  }

  private void putBackWhatCameSince(String beginning, String present, String before, Steps steps) {
    observed
        .sysctls()
        .forEach(
            (part, value) -> {
              if (isPartOf(part, beginning)
                  && value.equals(present)
                  && !owned.sysctls().containsKey(part)
                  && !isWanted(part)) {
                steps.add(new RestoreSysctl(part, before));
              }
            });
  }

  private boolean isWanted(String path) {
    return desired.sysctls().containsKey(path);
  }
}
