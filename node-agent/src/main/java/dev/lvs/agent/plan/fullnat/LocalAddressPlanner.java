package dev.lvs.agent.plan.fullnat;

import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.network.Exclusions.Exclusion;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Local addresses of FULLNAT, which a director holds so that answers of real servers reach it.
 *
 * <p>Each is on the interface that leads to it: if real servers are in its network, theirs; if not,
 * their router forwards to that network. It is not the interface of the VIPs, which faces clients.
 */
final class LocalAddressPlanner {
  private final Network network;
  private final DesiredDraft draft;

  LocalAddressPlanner(Network network, DesiredDraft draft) {
    this.network = network;
    this.draft = draft;
  }

  /** Returns what real servers of a service are to see, with the director made to hold it. */
  SourceAddresses of(PlannedService service, boolean byClient) {
    List<IpAddress> held = new ArrayList<>();
    for (IpAddress address : service.localAddresses()) {
      if (network.ownerOf(address).isPresent() || hold(address, service.source())) {
        held.add(address);
      }
    }
    return held.isEmpty()
        ? new SourceAddresses.Masquerade()
        : SourceAddresses.Local.of(held, byClient);
  }

  private boolean hold(IpAddress address, ResourceName source) {
    Optional<Exclusion> exclusion = network.exclusions().of(address);
    if (exclusion.isPresent()) {
      draft.obstacle(
          List.of(source),
          "hold local address " + address,
          exclusion.get().reason(),
          exclusion.get().message());
      return false;
    }
    Optional<Interface> leading = network.leadingTo(address);
    leading.ifPresentOrElse(
        device -> draft.vip(new Vip(address, device.name()), List.of(source)),
        () ->
            draft.obstacle(
                List.of(source),
                "hold local address " + address,
                Reason.NO_INTERFACE,
                "No interface of this node is on the network of the local address, and there is no"
                    + " default route. Put addresses of a network of the directors into the"
                    + " AddressPool."));
    return leading.isPresent();
  }
}
