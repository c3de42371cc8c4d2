package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Announcement of VIPs that are kept for a VirtualService with a mistake: their groups and nodes
 * have none, so that a cordon or another profile reaches these VIPs too.
 */
final class KeptAnnouncements {
  private final DirectorOrders orders;
  private final Map<String, Group> groups = new HashMap<>();

  /** The same by the names of their Leases. */
  private final Map<String, Group> leases = new HashMap<>();

  KeptAnnouncements(List<Group> all, DirectorOrders orders, Report report) {
    this.orders = orders;
    all.stream()
        .filter(group -> group.spec() != null && !report.refused(group.name()))
        .forEach(
            group -> {
              leases.put(LeasePlacement.name(group), group);
              groups.put(group.name().name(), group);
            });
  }

  /** Returns a VIP as its group wants it announced now; as it was where the group does not say. */
  PlannedVip now(PlannedVip before, String node) {
    if (before.lease() != null) {
      return now(
              leases.get(before.lease().name()),
              node,
              (group, host) -> LeasePlacement.of(group, host, orders))
          .map(before::with)
          .orElse(before);
    }
    if (before.bgp() != null) {
      return now(groups.get(before.bgp().directorGroup()), node, BgpPlacement::of)
          .map(before::with)
          .orElse(before);
    }
    if (before.vrrp() != null) {
      return now(
              groups.get(before.vrrp().group()),
              node,
              (group, host) -> VrrpPlacement.of(group, host, before.address()))
          .map(before::with)
          .orElse(before);
    }
    return before;
  }

  private static <T> Optional<T> now(
      @Nullable Group group, String node, BiFunction<Group, Host, Optional<T>> placement) {
    return group == null
        ? Optional.empty()
        : host(group, node).flatMap(host -> placement.apply(group, host));
  }

  private static Optional<Host> host(Group group, String node) {
    return group.hosts().stream().filter(host -> host.name().name().equals(node)).findFirst();
  }
}
