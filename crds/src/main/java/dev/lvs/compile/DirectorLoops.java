package dev.lvs.compile;

import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.Resolution.Host;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps directors of one VIP from sending to one another by DR and TUN.
 *
 * <p>Such packets arrive with the VIP as their destination, and IPVS stands before everything else
 * there: a director that holds the VIP balances them once more, perhaps back to where they came
 * from, and one that does not drops them. So a director is a real server of its VIPs for itself
 * only. By NAT and FULLNAT packets arrive with its own address, which does no harm.
 */
final class DirectorLoops {
  private final Map<String, Set<IpAddress>> vips = new HashMap<>();
  private final Map<IpAddress, Set<String>> directors = new HashMap<>();
  private final Map<IpAddress, Host> hosts;
  private final Plans plans;
  private final Report report;

  /**
   * @param hosts by address
   */
  DirectorLoops(Collection<Draft> drafts, Plans plans, Map<IpAddress, Host> hosts, Report report) {
    this.plans = plans;
    this.hosts = hosts;
    this.report = report;
    drafts.forEach(draft -> vips(draft.name().toString()).addAll(draft.vips()));
    plans.forEach(
        (node, plan) -> plan.vipsBySource().forEach((source, its) -> vips(source).addAll(its)));
    plans.forEach(
        (node, plan) ->
            plan.services()
                .forEach(
                    (claim, entry) ->
                        vips(claim, entry)
                            .forEach(
                                vip ->
                                    directors
                                        .computeIfAbsent(vip, _ -> new HashSet<>())
                                        .add(node))));
  }

  /** Takes other directors out of what each director sends to. */
  void cut() {
    plans.forEach(
        (node, plan) -> plan.services().replaceAll((claim, entry) -> without(node, claim, entry)));
  }

  private PlannedService without(String node, Claim claim, PlannedService entry) {
    List<PlannedDestination> left = new ArrayList<>();
    for (PlannedDestination destination : entry.destinations()) {
      Optional<IpAddress> loop = loop(node, claim, entry, destination);
      if (loop.isEmpty()) {
        left.add(destination);
      } else {
        report.leaveOut(
            ResourceName.parse(entry.source()),
            "spec.realServers",
            Reason.SERVER_IS_DIRECTOR,
            "%s is a director of %s too, so other directors do not send to it by %s: it would balance that once more, or drop it; use NAT or FULLNAT, or real servers on other nodes."
                .formatted(node(destination), loop.get(), destination.method()));
      }
    }
    return left.size() == entry.destinations().size() ? entry : entry.with(left);
  }

  private Optional<IpAddress> loop(
      String node, Claim claim, PlannedService entry, PlannedDestination destination) {
    boolean keepsVip =
        switch (destination.method()) {
          case DR, TUN -> true;
          case NAT, FULLNAT -> false;
        };
    Host host = keepsVip ? hosts.get(IpAddress.parse(destination.address())) : null;
    if (host == null || host.name().name().equals(node)) {
      return Optional.empty();
    }
    return vips(claim, entry).stream()
        .filter(vip -> directors.getOrDefault(vip, Set.of()).contains(host.name().name()))
        .sorted()
        .findFirst();
  }

  private String node(PlannedDestination destination) {
    Host host = hosts.get(IpAddress.parse(destination.address()));
    return host == null ? destination.address() : host.name().toString();
  }

  private Collection<IpAddress> vips(Claim claim, PlannedService entry) {
    return switch (claim) {
      case Claim.Ports ports -> List.of(ports.vip());
      case Claim.Mark(var family, var _) ->
          vips(entry.source()).stream().filter(vip -> vip.family() == family).toList();
    };
  }

  private Set<IpAddress> vips(String source) {
    return vips.computeIfAbsent(source, _ -> new HashSet<>());
  }
}
