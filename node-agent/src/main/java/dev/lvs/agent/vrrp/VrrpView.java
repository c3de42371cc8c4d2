package dev.lvs.agent.vrrp;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.net.IpAddress;
import java.util.Set;

/**
 * VIPs of a plan after a round.
 *
 * @param served those with something behind them, whoever puts them on an interface
 * @param withdrawn of the others those whose services lost their quorum
 * @param facts the node with its addresses, as the round saw it
 */
public record VrrpView(Set<IpAddress> served, Set<IpAddress> withdrawn, NodeFacts facts) {
  public VrrpView {
    served = Set.copyOf(served);
    withdrawn = Set.copyOf(withdrawn);
  }
}
