package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.PlannedVrrp;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rule that two DirectorGroups on one interface of a node are no virtual router of one number:
 * keepalived takes no such configuration, so that neither would have its VIPs.
 */
public final class VirtualRouterRules {
  private VirtualRouterRules() {}

  /** A virtual router that a group asks for. */
  private record Router(Group group, String device, int number) {
    static Optional<Router> of(Group group) {
      DirectorGroupSpec spec = group.spec();
      if (spec == null
          || spec.announcement() == null
          || spec.announcement().mode() != AnnouncementMode.VRRP
          || spec.announcement().vrrp() == null) {
        return Optional.empty();
      }
      String device = spec.vipInterface();
      Integer number = spec.announcement().vrrp().virtualRouterId();
      return device == null || number == null
          ? Optional.empty()
          : Optional.of(new Router(group, device, number));
    }

    /** The first node that would be both. */
    Optional<String> clash(Router other) {
      if (number != other.number || !device.equals(other.device)) {
        return Optional.empty();
      }
      Set<String> theirs = other.nodes();
      return nodes().stream().filter(theirs::contains).sorted().findFirst();
    }

    Set<String> nodes() {
      return group.hosts().stream().map(host -> host.name().name()).collect(Collectors.toSet());
    }
  }

  /**
   * Refuses groups that would be such.
   *
   * @param previous the plans in force: a group with VIPs in them was there before one without
   */
  public static void check(List<Group> groups, List<NodePlanSpec> previous, Report report) {
    Set<String> before = inForce(previous);
    List<Router> taken = new ArrayList<>();
    groups.stream()
        .filter(group -> !report.refused(group.name()))
        .flatMap(group -> Router.of(group).stream())
        .sorted(
            Comparator.<Router, Boolean>comparing(
                    one -> !before.contains(key(one.group().name().name(), one.number())))
                .thenComparing(one -> one.group().name()))
        .forEach(
            router ->
                taken.stream()
                    .filter(other -> router.clash(other).isPresent())
                    .findFirst()
                    .ifPresentOrElse(
                        other -> refuse(router, other, report), () -> taken.add(router)));
  }

  private static void refuse(Router router, Router other, Report report) {
    report.refuse(
        router.group().name(),
        "spec.announcement.vrrp.virtualRouterId",
        Reason.VIRTUAL_ROUTER_IN_USE,
        "%s is virtual router %d on interface %s of Node %s already; choose another number."
            .formatted(
                other.group().name(),
                router.number(),
                router.device(),
                router.clash(other).orElseThrow()));
  }

  private static Set<String> inForce(List<NodePlanSpec> previous) {
    Set<String> keys = new HashSet<>();
    previous.stream()
        .flatMap(plan -> plan.director().vips().stream())
        .map(PlannedVip::vrrp)
        .filter(Objects::nonNull)
        .map(VirtualRouterRules::key)
        .forEach(keys::add);
    return keys;
  }

  private static String key(PlannedVrrp vrrp) {
    return key(vrrp.group(), vrrp.virtualRouterId());
  }

  private static String key(String group, int number) {
    return group + "/" + number;
  }
}
