package dev.lvs.agent.round;

import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.object.Change;
import java.util.Objects;

/**
 * Distinguishes changes that follow from a new desired state, e.g. because a real server went down,
 * from those that correct drift.
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
   * Returns whether something else is desired than in the round before, so that the change is no
   * repair.
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
      default -> false;
    };
  }
}
