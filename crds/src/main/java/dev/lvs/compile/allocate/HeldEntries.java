package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.compile.draft.Claim;
import dev.lvs.compile.draft.Mapping;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.compile.rights.ServerGrants;
import dev.lvs.compile.rights.ServerGrants.Allowance;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the entries of plans take and where they send it, read off the plans again. */
final class HeldEntries {
  private final Map<String, SortedSet<IpAddress>> vips = new HashMap<>();
  private final Map<String, SortedSet<Claim.Ports>> marked = new HashMap<>();

  HeldEntries(List<NodePlanSpec> plans) {
    for (NodePlanSpec plan : plans) {
      if (plan.director() != null) {
        for (PlannedService service : plan.director().services()) {
          if (service.address() != null) {
            vips(service.source()).add(IpAddress.parse(service.address()));
          }
          service.vips().forEach(vip -> vips(service.source()).add(IpAddress.parse(vip)));
        }
        for (PlannedVip vip : plan.director().vips()) {
          vip.sources().forEach(source -> vips(source).add(IpAddress.parse(vip.address())));
        }
        for (PlannedMark mark : plan.director().marks()) {
          vips(mark.source()).add(IpAddress.parse(mark.address()));
          marked.computeIfAbsent(mark.source(), _ -> new TreeSet<>()).add(Claim.of(mark));
        }
      }
    }
  }

  /** The VIPs of each service, by its name. */
  Map<String, SortedSet<IpAddress>> vips() {
    return vips;
  }

  /** The destinations to which an entry may send its packets. */
  List<PlannedDestination> granted(
      List<PlannedDestination> destinations,
      ServerGrants grants,
      Service service,
      PlannedService entry) {
    Claim claim = Claim.of(entry);
    boolean users = entry.firewallMark() != null && !ReservedMarks.isOwn(entry.firewallMark());
    Mapping mapping = new Mapping(new TreeMap<>(), marks(entry), users);
    Allowance allowance = grants.allowance(service, mapping.taken(claim, vips(entry.source())));
    return destinations.stream()
        .filter(
            one ->
                allowance
                    .lack(
                        IpAddress.parse(one.address()),
                        one.method(),
                        () -> mapping.reached(claim, one.port()))
                    .isEmpty())
        .toList();
  }

  private SortedMap<Claim.Ports, Long> marks(PlannedService entry) {
    SortedMap<Claim.Ports, Long> marks = new TreeMap<>();
    if (entry.firewallMark() != null) {
      marked
          .getOrDefault(entry.source(), new TreeSet<>())
          .forEach(ports -> marks.put(ports, entry.firewallMark()));
    }
    return marks;
  }

  private SortedSet<IpAddress> vips(String source) {
    return vips.computeIfAbsent(source, _ -> new TreeSet<>());
  }
}
