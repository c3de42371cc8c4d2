package dev.lvs.agent.diff;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.Purposes;
import dev.lvs.agent.model.Purposes.Purpose;
import dev.lvs.agent.model.Vip;
import dev.lvs.ipvs.ServiceKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds the VIPs to withhold: those behind which there would be only foreign objects. */
final class Withholding {
  private final KernelState observed;
  private final Ownership owned;
  private final Set<ServiceKey> adopted;

  Withholding(KernelState observed, Ownership owned, Set<ServiceKey> adopted) {
    this.observed = observed;
    this.owned = owned;
    this.adopted = adopted;
  }

  /** The VIPs that are not to be held, with the reason. */
  Map<Vip, String> of(Purposes purposes) {
    Map<Vip, String> withheld = new TreeMap<>();
    purposes
        .byVip()
        .keySet()
        .forEach(
            vip -> purposes.against(vip, this::fault).ifPresent(why -> withheld.put(vip, why)));
    return withheld;
  }

  private Optional<String> fault(Purpose purpose) {
    ServiceKey service = purpose.service();
    boolean isOurs = owned.services().containsKey(service) || adopted.contains(service);
    if (observed.services().containsKey(service) && !isOurs) {
      return Optional.of("virtual server " + service + " is somebody else's");
    }
    boolean hasTable = owned.table() || observed.rules().isEmpty();
    if (!purpose.rules().isEmpty() && !hasTable) {
      return Optional.of(
          "nftables table inet "
              + PacketRules.TABLE
              + ", without which nothing reaches "
              + service
              + ", is somebody else's");
    }
    return Optional.empty();
  }
}
