package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.PreferredDirector;
import dev.lvs.api.v1alpha1.VipInterface;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules for how a DirectorGroup announces its VIPs. */
final class AnnouncementRules {
  private static final int HEAVIEST = 1000;

  private final Resolution.Group group;
  private final List<String> nodes;
  private final Report report;

  private AnnouncementRules(Resolution.Group group, Report report) {
    this.group = group;
    this.nodes = group.hosts().stream().map(host -> host.name().name()).toList();
    this.report = report;
  }

  static void check(Resolution.Group group, Report report) {
    DirectorGroupSpec spec = group.spec();
    Announcement announcement =
        spec == null || spec.announcement() == null
            ? new Announcement(AnnouncementMode.STATIC)
            : spec.announcement();
    AnnouncementRules rules = new AnnouncementRules(group, report);
    rules.fieldsOf(announcement);
    if (spec != null) {
      rules.interfaces(announcement.mode(), spec.vipInterfaces());
    }
    switch (announcement.mode()) {
      case STATIC -> rules.alone();
      case LEASE -> rules.lease(announcement, spec != null && spec.vipInterface() != null);
      case BGP -> rules.bgp(spec != null && spec.vipInterface() != null);
      case VRRP -> {
        VrrpRules.check(group, announcement, report);
        rules.preferred(announcement);
      }
      case NONE -> {}
    }
  }

  /** Nothing settles which of several directors answers for a VIP. */
  private void alone() {
    if (nodes.size() > 1) {
      report.note(
          group.name(),
          "spec.announcement",
          Reason.SEVERAL_ANNOUNCE,
          "Each of %s holds all VIPs and answers for them, so clients change between them and lose their connections; write announcement: {mode: lease}, by which one at a time has them, or let nodeSelector choose one node."
              .formatted(String.join(", ", nodes)));
    }
  }

  /** Refuses what is said to another mode. */
  private void fieldsOf(Announcement announcement) {
    AnnouncementMode mode = announcement.mode();
    boolean lease = mode == AnnouncementMode.LEASE;
    isFor(lease || announcement.profile() == null, "profile", "mode lease");
    isFor(lease || announcement.apiOutage() == null, "apiOutage", "mode lease");
    boolean router = mode == AnnouncementMode.VRRP;
    isFor(router || announcement.vrrp() == null, "vrrp", "mode vrrp");
    boolean ranked = lease || router;
    isFor(ranked || announcement.preferred().isEmpty(), "preferred", "modes lease and vrrp");
    boolean gives = ranked || mode == AnnouncementMode.BGP;
    isFor(gives || announcement.onCordon() == null, "onCordon", "modes lease, bgp and vrrp");
  }

  private void isFor(boolean fits, String field, String modes) {
    if (!fits) {
      refuse(
          "spec.announcement." + field,
          "The field %s is for %s; remove it, or change the mode.".formatted(field, modes));
    }
  }

  private void interfaces(AnnouncementMode mode, List<VipInterface> interfaces) {
    if (!interfaces.isEmpty()
        && mode != AnnouncementMode.STATIC
        && mode != AnnouncementMode.LEASE) {
      refuse(
          "spec.vipInterfaces",
          "The field vipInterfaces is for modes static and lease; remove it, or change the mode.");
    }
    Set<String> named = new HashSet<>();
    for (VipInterface one : interfaces) {
      String field = "spec.vipInterfaces[" + one.interfaceName() + "]";
      AdminRules.device(group.name(), field + ".interface", one.interfaceName(), report);
      if (!named.add(one.interfaceName())) {
        refuse(field, "Interface %s is there twice; write it once.".formatted(one.interfaceName()));
      }
      one.addresses()
          .forEach(text -> PoolRules.range(group.name(), field + ".addresses", text, report));
    }
  }

  private void bgp(boolean hasInterface) {
    if (hasInterface) {
      refuse(
          "spec.vipInterface",
          "With announcement bgp the VIPs are on the dummy device lvs-bgp, from which the BGP"
              + " speaker takes them; remove vipInterface.");
    }
  }

  private void lease(Announcement announcement, boolean hasInterface) {
    if (!hasInterface) {
      refuse(
          "spec.vipInterface",
          "With announcement lease a director keeps what it does not have from the network at the"
              + " interface of the VIPs; write vipInterface, the name that it has on every"
              + " director.");
    }
    preferred(announcement);
  }

  private void preferred(Announcement announcement) {
    Set<String> named = new HashSet<>();
    for (PreferredDirector one : announcement.preferred()) {
      String field = "spec.announcement.preferred[" + one.node() + "]";
      if (!named.add(one.node())) {
        refuse(field, "Node %s is there twice; write it once.".formatted(one.node()));
      } else if (one.weight() == null || one.weight() < 1 || one.weight() > HEAVIEST) {
        refuse(
            field + ".weight",
            "The weight is %s, but can be 1 to %d; change it.".formatted(one.weight(), HEAVIEST));
      } else if (!nodes.contains(one.node())) {
        report.note(
            group.name(),
            field,
            Reason.SETTING_UNUSED,
            "Node %s is no director of the group, so that the preference has no effect; label the node, or remove it here."
                .formatted(one.node()));
      }
    }
  }

  private void refuse(String field, String message) {
    report.refuse(group.name(), field, Reason.INVALID_SETTING, message);
  }
}
