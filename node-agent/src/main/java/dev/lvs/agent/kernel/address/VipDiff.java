package dev.lvs.agent.kernel.address;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Diff of host addresses. */
public final class VipDiff {
  private final KernelState desired;
  private final KernelState observed;
  private final Ownership owned;
  private final Map<Vip, String> withheld;

  /**
   * @param withheld VIPs that are wanted and not to be held, and why
   */
  public VipDiff(
      KernelState desired, KernelState observed, Ownership owned, Map<Vip, String> withheld) {
    this.desired = desired;
    this.observed = observed;
    this.owned = owned;
    this.withheld = withheld;
  }

  public void add(Steps steps, Predicate<Vip> which) {
    for (Vip vip : desired.vips()) {
      if (!observed.vips().contains(vip) && !withheld.containsKey(vip) && which.test(vip)) {
        steps.add(new AddVip(vip));
      }
    }
  }

  public void leave(Steps steps) {
    // also on another device than the one that is wanted: it may answer ARP, or take the traffic
    Set<?> wanted = desired.vips().stream().map(Vip::address).collect(Collectors.toSet());
    for (Vip vip : observed.vips()) {
      if (!owned.vips().contains(vip) && wanted.contains(vip.address())) {
        steps.leave(new Foreign.Address(vip));
      }
    }
  }

  public void delete(Steps steps, Predicate<Vip> which) {
    for (Vip vip : observed.vips()) {
      if (owned.vips().contains(vip) && !isHeld(vip) && which.test(vip)) {
        steps.add(new DeleteVip(vip));
      }
    }
  }

  private boolean isHeld(Vip vip) {
    return desired.vips().contains(vip) && !withheld.containsKey(vip);
  }
}
