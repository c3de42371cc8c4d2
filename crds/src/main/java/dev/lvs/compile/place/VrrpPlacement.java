package dev.lvs.compile.place;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.PlannedVrrp;
import dev.lvs.api.v1alpha1.VrrpSettings;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** The virtual router of a DirectorGroup as each of its directors is to take part in it. */
final class VrrpPlacement {
  /** 255 is for a router whose own address the VIP is. */
  private static final int HIGHEST = 254;

  /**
   * Of two directors, where there are few: the skew by which the better one is earlier is then a
   * thirteenth of the interval, so that the other hears it in time.
   */
  private static final int STEP = 20;

  private VrrpPlacement() {}

  /**
   * Returns a VIP as a director is to hold it; empty where its group has VRRP and the director
   * cannot take part, which is told.
   */
  static Optional<PlannedVip> of(Group group, Host director, PlannedVip vip, Report report) {
    if (announcement(group).isEmpty()) {
      return Optional.of(vip);
    }
    Optional<PlannedVip> planned = of(group, director, vip.address()).map(vip::with);
    if (planned.isEmpty()) {
      vip.sources()
          .forEach(
              source ->
                  report.note(
                      source,
                      "spec.addresses",
                      Reason.NODE_WITHOUT_ADDRESS,
                      "Node %s has no InternalIP of the family of VIP %s, from which it would speak VRRP, so it never has that VIP; give the node one, or take it out of %s."
                          .formatted(director.name().name(), vip.address(), group.name())));
    }
    return planned;
  }

  /** The virtual router of one VIP; empty where the director cannot take part or there is none. */
  static Optional<PlannedVrrp> of(Group group, Host director, IpAddress vip) {
    return announcement(group)
        .flatMap(
            announcement ->
                speaker(director, vip.family())
                    .map(
                        source -> {
                          VrrpSettings settings = requireNonNull(announcement.vrrp());
                          return new PlannedVrrp(
                              group.name().name(),
                              settings.virtualRouterId(),
                              priority(group, announcement, director),
                              settings.advertisementInterval().milliseconds(),
                              source,
                              peers(group, director, vip.family()),
                              StandDowns.of(group, announcement, director).orElse(null));
                        }));
  }

  private static Optional<Announcement> announcement(Group group) {
    DirectorGroupSpec spec = group.spec();
    return Optional.ofNullable(spec)
        .map(DirectorGroupSpec::announcement)
        .filter(one -> one.mode() == AnnouncementMode.VRRP);
  }

  private static int priority(Group group, Announcement announcement, Host director) {
    List<String> order = DirectorOrders.byName(group, announcement);
    int step = Math.clamp((HIGHEST - 1) / Math.max(1, order.size() - 1), 1, STEP);
    return HIGHEST - step * order.indexOf(director.name().name());
  }

  private static List<IpAddress> peers(Group group, Host director, AddressFamily family) {
    return group.hosts().stream()
        .filter(host -> !host.name().equals(director.name()))
        .flatMap(host -> speaker(host, family).stream())
        .sorted()
        .toList();
  }

  /** The address from which a node speaks: the first of those that it lists. */
  private static Optional<IpAddress> speaker(Host host, AddressFamily family) {
    return host.addresses().stream().filter(one -> one.family() == family).findFirst();
  }
}
