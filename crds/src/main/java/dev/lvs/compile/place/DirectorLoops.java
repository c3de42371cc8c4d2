package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.LeavingDestination;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedDrain;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps directors of one service from sending to one another by DR and TUN.
 *
 * <p>Such packets arrive with the VIP as their destination, and IPVS comes before everything else
 * there: a director that holds the VIP balances them once more, perhaps back to where they came
 * from, and one that does not drops them. So a director is a real server of its services for itself
 * only. By NAT and FULLNAT packets arrive with its own address, which does no harm; nor does a
 * service of other ports, which catches none of them.
 */
public final class DirectorLoops {
  private final Map<IpAddress, Host> hosts;
  private final Plans plans;
  private final Report report;

  /**
   * @param hosts by address
   */
  public DirectorLoops(Plans plans, Map<IpAddress, Host> hosts, Report report) {
    this.plans = plans;
    this.hosts = hosts;
    this.report = report;
  }

  /** Takes other directors out of what each director sends to. */
  public void cut() {
    plans.forEach(
        (node, plan) ->
            plan.services().replaceAll((key, entry) -> without(node, plan, key, entry)));
  }

  private PlannedService without(
      String node, Plans.OfNode plan, ServiceKey key, PlannedService entry) {
    List<PlannedDestination> left = new ArrayList<>();
    for (PlannedDestination destination : entry.destinations()) {
      Optional<Host> loop =
          host(destination)
              .filter(host -> !host.name().name().equals(node) && catches(host, plan, key, entry));
      if (loop.isEmpty()) {
        left.add(destination);
      } else {
        report.leaveOut(
            entry.source(),
            "spec.realServers",
            Reason.SERVER_IS_DIRECTOR,
            "%s is a director of %s too, so other directors do not send to it by %s: it would balance that once more, or drop it; use NAT or FULLNAT, or real servers on other nodes."
                .formatted(loop.get().name(), key.traffic().title(), destination.method()));
      }
    }
    PlannedService rest = left.size() == entry.destinations().size() ? entry : entry.with(left);
    PlannedDrain drain = rest.drain();
    if (drain == null || drain.leaving().isEmpty()) {
      return rest;
    }
    List<LeavingDestination> leaving =
        drain.leaving().stream()
            .filter(
                one ->
                    host(one.destination())
                        .filter(host -> !host.name().name().equals(node))
                        .filter(host -> catches(host, plan, key, entry))
                        .isEmpty())
            .toList();
    return leaving.size() == drain.leaving().size() ? rest : rest.with(drain.with(leaving));
  }

  /** The node that gets packets of a destination with the VIP on them. */
  private Optional<Host> host(PlannedDestination destination) {
    return switch (destination.method()) {
      case DR, TUN -> Optional.ofNullable(hosts.get(destination.address()));
      case NAT, FULLNAT -> Optional.empty();
    };
  }

  /**
   * Returns whether IPVS on a host takes the packets of an entry before anything else there gets
   * them.
   */
  private boolean catches(Host host, Plans.OfNode plan, ServiceKey key, PlannedService entry) {
    return plans
        .find(host.name().name())
        .filter(there -> catches(there, plan, key, entry))
        .isPresent();
  }

  private static boolean catches(
      Plans.OfNode there, Plans.OfNode plan, ServiceKey key, PlannedService entry) {
    return there.services().containsKey(key)
        || switch (key) {
          case AddressKey one -> there.directsEvery(one.traffic()) || there.directsPartOf(one);
          case MarkKey _ ->
              plan.marks().stream()
                  .filter(mark -> mark.source().equals(entry.source()))
                  .map(PlannedMark::ports)
                  .anyMatch(there::directsEvery);
        };
  }
}
