package dev.lvs.agent.kernel;

import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.OwnEntries;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Purposes.Purpose;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Refuses to add a VIP while none of its virtual servers is in the kernel. */
final class PurposesMet {
  private final Purposes purposes;
  private final OwnEntries entries = new OwnEntries();
  private Optional<String> tableNotWritten = Optional.empty();

  /** New virtual servers of which no destination was taken so far, and why. */
  private final Map<ServiceKey, Optional<String>> empty = new HashMap<>();

  /**
   * @param purposes what VIPs are for, as far as it does not stand already
   */
  PurposesMet(Purposes purposes) {
    this.purposes = purposes;
  }

  void note(Outcome outcome, boolean fresh) {
    entries.note(outcome, fresh);
    switch (outcome) {
      case Outcome.Applied(var change) -> succeeded(change);
      case Outcome.AlreadySo(var change) -> succeeded(change);
      case Outcome.Refused(var change, var _, var message) -> failed(change, message);
      case Outcome.Unknown(var change, var message) -> failed(change, message);
    }
  }

  private void succeeded(Change change) {
    switch (change) {
      case AddService(var service, var _) -> empty.put(service, Optional.empty());
      case AddDestination(var service, var _, var _) -> empty.remove(service);
      default -> {}
    }
  }

  private void failed(Change change, String message) {
    switch (change) {
      case AddDestination(var service, var _, var _) ->
          empty.computeIfPresent(service, (_, _) -> Optional.of(message));
      case ReplaceTable _ -> tableNotWritten = Optional.of(message);
      default -> {}
    }
  }

  /** Returns why a VIP is not added; empty for any other change. */
  Optional<Outcome.Refused> refusalOf(Change change) {
    // nearly always: a table is filled destination by destination
    return change instanceof AddVip(var vip)
        ? purposes.against(vip, this::fault).map(why -> VipChange.withheld(vip, why))
        : Optional.empty();
  }

  private Optional<String> fault(Purpose purpose) {
    ServiceKey service = purpose.service();
    return entries
        .of(service)
        .or(() -> tableNotWritten.filter(_ -> !purpose.rules().isEmpty()))
        .or(() -> empty.getOrDefault(service, Optional.empty()));
  }
}
