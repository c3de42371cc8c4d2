package dev.lvs.agent.plan;

import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.agent.plan.realserver.Hiding;
import dev.lvs.api.v1alpha1.PlannedBgp;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * VIPs that a BGP speaker of the node announces: on a dummy device of the agent's own, where the
 * address itself is what the speaker goes by.
 *
 * <p>Neighbours on the network of a VIP are to get no answer by ARP, or packets would go to one
 * director past the router's choice; so they are kept from answering as on a real server.
 */
final class BgpVips {
  private final NodeFacts facts;
  private final DesiredDraft draft;
  private final Hiding hiding;

  BgpVips(NodeFacts facts, Network network, DesiredDraft draft) {
    this.facts = facts;
    this.draft = draft;
    this.hiding = new Hiding(facts, network, draft);
  }

  /** Plans one that this director is to hold and has no other reason not to. */
  void plan(PlannedVip vip, PlannedBgp bgp) {
    List<ResourceName> sources = new ArrayList<>(vip.sources());
    sources.add(ResourceName.parse("DirectorGroup " + bgp.directorGroup()));
    String wanted = "announce VIP " + vip.address();
    if (bgp.standDown() != null) {
      draft.obstacle(sources, wanted, Reason.VIP_WITHDRAWN, withdrawn(bgp.standDown()));
      return;
    }
    draft.device(DummyDevice.BGP, vip.sources());
    if (vip.address().family() == AddressFamily.IPV4) {
      hiding.everywhere(vip.sources());
    }
    draft.announcedVip(new Vip(vip.address(), DummyDevice.BGP.name()), vip.sources());
    if (facts.lacks(KernelFeature.BGP_SESSION)) {
      draft.obstacle(
          sources,
          wanted,
          Reason.NO_BGP_SESSION,
          "No BGP session is established in this node's network (TCP port 179), so that no router"
              + " learns of the VIP here. Start the BGP speaker, and see that its neighbours accept"
              + " the session.");
    }
  }

  private static String withdrawn(StandDown reason) {
    return "The VIP is not announced by this director, because %s. It comes back when %s."
        .formatted(reason.why(), reason.until());
  }
}
