package dev.lvs.agent.failover;

import dev.lvs.net.IpAddress;
import java.util.Set;

/**
 * VIPs of a plan after a round.
 *
 * @param vips on their interfaces, with what they are for
 * @param withdrawn of the others those whose services lost their quorum
 */
public record Standing(Set<IpAddress> vips, Set<IpAddress> withdrawn) {
  public Standing {
    vips = Set.copyOf(vips);
    withdrawn = Set.copyOf(withdrawn);
  }
}
