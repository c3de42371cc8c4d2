package dev.lvs.agent.kernel.address;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.neighbour.NeighbourChange.AnnounceVip;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Prerequisite;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Refuses to announce a VIP that could not be added. */
final class VipsHeld implements Prerequisite {
  private final Set<Vip> held = new HashSet<>();

  @Override
  public void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied(var change) -> succeeded(change);
      case Outcome.AlreadySo(var change) -> succeeded(change);
      case Outcome.Refused _, Outcome.Unknown _ -> {}
    }
  }

  private void succeeded(Change change) {
    if (change instanceof AddVip(var vip)) {
      held.add(vip);
    }
  }

  @Override
  public Optional<String> missingFor(Change change) {
    return change instanceof AnnounceVip(var vip) && !held.contains(vip)
        ? Optional.of("address " + vip.address() + " is not on " + vip.device())
        : Optional.empty();
  }
}
