package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Labels;
import dev.lvs.compile.resolve.Resolution;
import io.fabric8.kubernetes.api.model.LabelSelector;
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
    AnnouncementRules.check(group, report);
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
