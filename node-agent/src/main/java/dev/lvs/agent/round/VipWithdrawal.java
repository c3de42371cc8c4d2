package dev.lvs.agent.round;

import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Purposes.Purpose;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes VIPs of earlier rounds behind which nothing is left: their virtual servers, or the
 * nftables rules that these need, are gone, and the kernel refuses to add them again.
 */
final class VipWithdrawal {
  private final Map<ServiceKey, String> services = new HashMap<>();
  private Optional<String> table = Optional.empty();
  private final List<Refused> refused = new ArrayList<>();

  private VipWithdrawal(List<? extends Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Refused(var change, var _, var message)) {
        switch (change) {
          case AddService(var service, var _) -> services.put(service, message);
          case ReplaceTable _ -> table = Optional.of(message);
          default -> {}
        }
      }
    }
  }

  /**
   * Finds them after a round's changes.
   *
   * @param held changes that wait
   */
  static VipWithdrawal after(Comparison before, List<Outcome> outcomes, List<Refused> held) {
    List<Outcome> all = new ArrayList<>(outcomes);
    all.addAll(held);
    VipWithdrawal withdrawal = new VipWithdrawal(all);
    if (withdrawal.services.isEmpty() && withdrawal.table.isEmpty()) {
      return withdrawal;
    }
    Purposes pending = before.pending();
    for (Vip vip : before.standingVips()) {
      pending
          .against(vip, withdrawal::fault)
          .ifPresent(why -> withdrawal.refused.add(VipChange.withheld(vip, why)));
    }
    return withdrawal;
  }

  private Optional<String> fault(Purpose purpose) {
    return Optional.ofNullable(services.get(purpose.service()))
        .or(() -> table.filter(_ -> !purpose.rules().isEmpty()));
  }

  /** Returns what has to be done. */
  List<Change> changes() {
    return refused.stream()
        .map(Refused::change)
        .map(change -> (Change) new DeleteVip(((VipChange.AddVip) change).vip()))
        .toList();
  }

  /** Returns why they are not held. */
  List<Refused> refused() {
    return refused;
  }
}
