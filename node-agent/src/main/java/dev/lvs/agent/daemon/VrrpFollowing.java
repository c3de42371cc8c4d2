package dev.lvs.agent.daemon;

import dev.lvs.agent.round.Round;
import dev.lvs.agent.source.PlanNews.Removals;
import dev.lvs.agent.vrrp.VrrpKeeper;
import dev.lvs.agent.vrrp.VrrpView;
import dev.lvs.net.IpAddress;
import java.util.HashSet;
import java.util.Set;

/** Has keepalived know what a round left. */
final class VrrpFollowing {
  private VrrpFollowing() {}

  static void follow(VrrpKeeper keeper, Round round) {
    boolean hasNone =
        round.plan().spec().director().vips().stream().allMatch(vip -> vip.vrrp() == null);
    if (!round.isCertain() || (hasNone && round.plan().removals() == Removals.NOT_YET)) {
      // what keepalived knows stays: nothing to read is not nothing wanted
      return;
    }
    Set<IpAddress> served = round.served();
    Set<IpAddress> withdrawn = new HashSet<>(round.withdrawn());
    withdrawn.removeAll(served);
    keeper.follow(round.plan().spec(), new VrrpView(served, withdrawn, round.before().facts()));
  }
}
