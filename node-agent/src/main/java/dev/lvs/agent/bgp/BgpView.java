package dev.lvs.agent.bgp;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedBgp;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.net.IpAddress;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * VIPs of a plan that BGP speakers announce, after a round.
 *
 * @param groups by DirectorGroup its VIPs, each with what keeps this director from announcing it: a
 *     clause, empty for nothing
 */
public record BgpView(SortedMap<String, SortedMap<IpAddress, String>> groups) {
  public BgpView {
    SortedMap<String, SortedMap<IpAddress, String>> copy = new TreeMap<>();
    groups.forEach(
        (name, vips) -> copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(vips))));
    groups = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Those of a plan.
   *
   * @param served VIPs with something behind them
   * @param withdrawn of the others those whose services lost their quorum
   */
  public static BgpView of(NodePlanSpec plan, Set<IpAddress> served, Set<IpAddress> withdrawn) {
    SortedMap<String, SortedMap<IpAddress, String>> groups = new TreeMap<>();
    for (PlannedVip vip : plan.director().vips()) {
      PlannedBgp bgp = vip.bgp();
      if (bgp != null) {
        groups
            .computeIfAbsent(bgp.directorGroup(), _ -> new TreeMap<>())
            .put(vip.address(), against(vip.address(), bgp, served, withdrawn));
      }
    }
    return new BgpView(groups);
  }

  private static String against(
      IpAddress vip, PlannedBgp bgp, Set<IpAddress> served, Set<IpAddress> withdrawn) {
    if (bgp.standDown() != null) {
      return bgp.standDown().why();
    }
    if (served.contains(vip)) {
      return "";
    }
    return withdrawn.contains(vip)
        ? "its services have lost their quorum here (whenLost: withdraw)"
        : "it cannot be served here, see lvs status";
  }
}
