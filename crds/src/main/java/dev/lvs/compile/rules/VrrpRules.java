package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.VrrpSettings;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import org.jspecify.annotations.Nullable;

/** Rules for a DirectorGroup with announcement vrrp. */
final class VrrpRules {
  /** Each has a priority of its own, 1 to 254. */
  private static final int MOST_DIRECTORS = 254;

  private static final int HIGHEST_ROUTER = 255;

  /** Milliseconds of the smallest step of the interval: the protocol has hundredths of seconds. */
  private static final int STEP = 10;

  private final Resolution.Group group;
  private final Report report;

  private VrrpRules(Resolution.Group group, Report report) {
    this.group = group;
    this.report = report;
  }

  static void check(Resolution.Group group, Announcement announcement, Report report) {
    VrrpRules rules = new VrrpRules(group, report);
    rules.announcement(group.spec());
    rules.router(announcement.vrrp());
    rules.directors();
  }

  private void announcement(@Nullable DirectorGroupSpec spec) {
    if (spec == null || spec.vipInterface() == null) {
      refuse(
          "spec.vipInterface",
          "With announcement vrrp keepalived puts the VIPs on an interface that it is told; write"
              + " vipInterface, the name that it has on every director.");
    }
    report.note(
        group.name(),
        "spec.announcement.mode",
        Reason.NO_FENCE,
        "With vrrp nothing keeps a second director from answering: two have the VIPs while one"
            + " stands still and comes back, where their network is cut or drops IP protocol 112,"
            + " or where keepalived is killed; choose mode lease where two must never answer, and"
            + " see docs/vrrp.md for how keepalived is run.");
  }

  private void router(@Nullable VrrpSettings settings) {
    if (settings == null) {
      refuse(
          "spec.announcement.vrrp",
          "With mode vrrp the virtual router needs a number; write vrrp: {virtualRouterId: 51}, one"
              + " that no other router of the network has.");
      return;
    }
    Integer id = settings.virtualRouterId();
    if (id == null || id < 1 || id > HIGHEST_ROUTER) {
      refuse(
          "spec.announcement.vrrp.virtualRouterId",
          "The number of the virtual router is %s, but can be 1 to %d; change it."
              .formatted(id, HIGHEST_ROUTER));
    }
    int interval = settings.advertisementInterval().milliseconds();
    if (interval < VrrpSettings.SHORTEST.milliseconds()
        || interval > VrrpSettings.LONGEST.milliseconds()) {
      refuse(
          "spec.announcement.vrrp.advertisementInterval",
          "The interval is %s, but can be %s to %s; change it."
              .formatted(
                  settings.advertisementInterval(), VrrpSettings.SHORTEST, VrrpSettings.LONGEST));
    } else if (interval % STEP != 0) {
      refuse(
          "spec.announcement.vrrp.advertisementInterval",
          "The interval is %s, but VRRP has steps of %d ms; round it."
              .formatted(settings.advertisementInterval(), STEP));
    }
  }

  private void directors() {
    if (group.hosts().size() > MOST_DIRECTORS) {
      refuse(
          "spec.nodeSelector",
          "The group has %d directors, but VRRP has priorities for %d; select fewer nodes."
              .formatted(group.hosts().size(), MOST_DIRECTORS));
    }
  }

  private void refuse(String field, String message) {
    report.refuse(group.name(), field, Reason.INVALID_SETTING, message);
  }
}
