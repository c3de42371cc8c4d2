package dev.lvs.agent.round;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.IpvsChange;
import dev.lvs.agent.model.Change.VipChange;
import dev.lvs.agent.model.KernelState;
import java.util.Objects;

/**
 * Tells the changes that follow from another desired state, e.g. because a real server went down,
 * from those that repair what another program did.
 */
final class Intent {
  private KernelState before = KernelState.EMPTY;
  private KernelState now = KernelState.EMPTY;

  /** Begins a round with what is desired in it. */
  void follow(KernelState desired) {
    before = now;
    now = desired;
  }

  /**
   * Whether something else is desired than in the round before, so that the change is no repair.
   */
  @SuppressWarnings("ReferenceEquality") // most rounds desire the very same
  boolean isNew(Change change) {
    if (before == now) {
      return false;
    }
    return switch (change) {
      case IpvsChange one ->
          !Objects.equals(before.services().get(one.service()), now.services().get(one.service()));
      case VipChange one -> before.vips().contains(one.vip()) != now.vips().contains(one.vip());
      case Change.RouteChange _,
          Change.TableChange _,
          Change.TunnelChange _,
          Change.SysctlChange _,
          Change.TimeoutChange _,
          Change.DaemonChange _ ->
          false;
    };
  }
}
