package dev.lvs.compile;

import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.net.AddressRange;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold within one AddressPool or DirectorGroup: the admin's part. */
final class AdminRules {
  private AdminRules() {}

  static void check(Resolution.Pool pool, Report report) {
    AddressPoolSpec spec = pool.spec();
    if (spec == null) {
      missing(pool.name(), report);
      return;
    }
    if (spec.addresses().isEmpty()) {
      report.refuse(
          pool.name(),
          "spec.addresses",
          Reason.INVALID_ADDRESS,
          "The pool is empty; list CIDRs, ranges (first-last) or addresses.");
    }
    for (int i = 0; i < spec.addresses().size(); i++) {
      String text = spec.addresses().get(i);
      String field = "spec.addresses[" + i + "]";
      try {
        AddressRange range = AddressRange.parse(text);
        if (spec.use() == AddressUse.LOCALADDRESS) {
          hosts(pool.name(), field, range, report);
        }
      } catch (IllegalArgumentException e) {
        report.refuse(
            pool.name(),
            field,
            Reason.INVALID_ADDRESS,
            e.getMessage() + "; write 192.0.2.0/24, 192.0.2.10-192.0.2.20 or 192.0.2.1.");
      }
    }
    selector(pool.name(), "spec.namespaces", spec.namespaces(), report);
  }

  /** Directors are to hold local addresses, and real servers to answer to them. */
  private static void hosts(ResourceName pool, String field, AddressRange range, Report report) {
    Stream.of(range.first(), range.last())
        .distinct()
        .flatMap(end -> Addresses.flaw(end.toString()).stream())
        .findFirst()
        .ifPresent(flaw -> report.refuse(pool, field, Reason.INVALID_ADDRESS, flaw));
  }

  static void check(Resolution.Group group, Report report) {
    DirectorGroupSpec spec = group.spec();
    if (spec == null) {
      missing(group.name(), report);
      return;
    }
    device(group.name(), "spec.vipInterface", spec.vipInterface(), report);
    SettingRules.check(group.name(), spec, report);
    selector(group.name(), "spec.nodeSelector", spec.nodeSelector(), report);
    Support.check(group.name(), spec, report);
  }

  /** The ranges of a pool that has passed its rules. */
  static List<AddressRange> ranges(AddressPoolSpec spec) {
    return spec.addresses().stream().map(AddressRange::parse).toList();
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

  static void missing(ResourceName resource, Report report) {
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
