package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Labels;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.rights.Rights;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules that one DirectorGroup has to keep, and those of fields that admins and users share. */
public final class AdminRules {
  private AdminRules() {}

  public static void check(Resolution.Group group, Report report) {
    DirectorGroupSpec spec = group.spec();
    if (spec == null) {
      missing(group.name(), report);
      return;
    }
    device(group.name(), "spec.vipInterface", spec.vipInterface(), report);
    SettingRules.check(group.name(), spec, report);
    selector(group.name(), "spec.nodeSelector", spec.nodeSelector(), report);
    Support.check(group.name(), spec, report);
    announcers(group, report);
  }

  /** Nothing settles yet which of several directors answers for a VIP. */
  private static void announcers(Resolution.Group group, Report report) {
    List<String> nodes = group.hosts().stream().map(host -> host.name().name()).toList();
    if (nodes.size() > 1 && Rights.announces(group.spec())) {
      report.note(
          group.name(),
          "spec.announcement",
          Reason.SEVERAL_ANNOUNCE,
          "Each of %s holds all VIPs and answers for them, so clients change between them and lose their connections: there is no failover yet; let nodeSelector choose one node, or write announcement: {mode: none} and let something else, e.g. keepalived, hold the VIPs on one node at a time."
              .formatted(String.join(", ", nodes)));
    }
  }

  static void device(ResourceName resource, String field, @Nullable String device, Report report) {
    // the kernel's dev_valid_name
    if (device != null && !device.matches("(?!\\.\\.?$)[^/:\\s]{1,15}")) {
      report.refuse(
          resource,
          field,
          Reason.INVALID_INTERFACE,
          "'%s' cannot be the name of an interface; it has 1 to 15 characters, no space, slash or colon."
              .formatted(device));
    }
  }

  public static void missing(ResourceName resource, Report report) {
    report.refuse(resource, "spec", Reason.SPEC_MISSING, "There is no spec; write one.");
  }

  static void selector(
      ResourceName resource, String field, @Nullable LabelSelector selector, Report report) {
    Optional<String> flaw = selector == null ? Optional.empty() : Labels.flaw(selector);
    flaw.ifPresent(
        clause ->
            report.refuse(
                resource,
                field,
                Reason.INVALID_SELECTOR,
                "The selector matches nothing, for " + clause + "; correct it."));
  }
}
