package dev.lvs.agent.kernel.neighbour;

import dev.lvs.agent.kernel.neighbour.NeighbourChange.AnnounceVip;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Nothing;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import java.util.List;
import java.util.function.Supplier;

/** Announcements to the neighbours of one node. */
final class NeighbourPart implements KernelPart<Nothing> {
  /** The cause where frames cannot be sent. */
  private static final String NOT_SENT = "NotSent";

  private final KernelAccess access;
  private final Announcer announcer;

  NeighbourPart(KernelAccess access) {
    this.access = access;
    this.announcer = Announcer.of(access);
  }

  @Override
  public Nothing observe(Asked asked) {
    return Nothing.NOTHING;
  }

  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    Links links = access.links();
    return KernelPart.all(AnnounceVip.class, changes).stream()
        .map(change -> announce(change, links))
        .toList();
  }

  private Outcome announce(AnnounceVip change, Links links) {
    Vip vip = change.vip();
    try {
      boolean told =
          links.find(vip.device()).filter(link -> announcer.announce(vip, link)).isPresent();
      return told ? new Outcome.Applied(change) : new Outcome.AlreadySo(change);
    } catch (TransportException e) {
      return Outcomes.refused(
          change,
          NOT_SENT,
          e.getMessage()
              + "; neighbours may take up to minutes to notice where the VIP is. The agent needs"
              + " CAP_NET_RAW for it, and tries again with each round");
    }
  }
}
