package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.RealServerGrant;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.HostAddress;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.rights.NumberRange;
import dev.lvs.compile.rights.PoolRanges;
import dev.lvs.net.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules that one AddressPool has to keep. */
public final class PoolRules {
  private final ResourceName name;
  private final Report report;

  private PoolRules(ResourceName name, Report report) {
    this.name = name;
    this.report = report;
  }

  public static void check(Resolution.Pool pool, Report report) {
    AddressPoolSpec spec = pool.spec();
    if (spec == null) {
      AdminRules.missing(pool.name(), report);
      return;
    }
    PoolRules rules = new PoolRules(pool.name(), report);
    if (spec.addresses().isEmpty() && spec.firewallMarks().isEmpty()) {
      report.refuse(
          pool.name(),
          "spec.addresses",
          Reason.INVALID_ADDRESS,
          "The pool is empty; list CIDRs, ranges (first-last) or addresses, or firewallMarks.");
    }
    rules.ranges("spec.addresses", spec.addresses(), spec.use() == AddressUse.LOCALADDRESS);
    AdminRules.selector(pool.name(), "spec.namespaces", spec.namespaces(), report);
    rules.marks(spec.firewallMarks());
    if (spec.realServers() != null) {
      rules.realServers(spec.realServers());
    }
    rules.limits(spec.limits() == null ? PoolLimits.DEFAULT : spec.limits());
    if (spec.use() == AddressUse.LOCALADDRESS) {
      rules.onlyAddresses(spec);
    }
  }

  private void ranges(String list, List<String> texts, boolean hosts) {
    for (int i = 0; i < texts.size(); i++) {
      String field = list + "[" + i + "]";
      range(name, field, texts.get(i), report)
          .filter(_ -> hosts)
          .ifPresent(range -> hosts(field, range));
    }
  }

  /** Reads addresses; refuses what are none. */
  static Optional<AddressRange> range(
      ResourceName resource, String field, String text, Report report) {
    try {
      return Optional.of(AddressRange.parse(text));
    } catch (IllegalArgumentException e) {
      report.refuse(
          resource,
          field,
          Reason.INVALID_ADDRESS,
          e.getMessage() + "; write 192.0.2.0/24, 192.0.2.10-192.0.2.20 or 192.0.2.1.");
      return Optional.empty();
    }
  }

  /** Directors are to hold local addresses, and real servers to answer to them. */
  private void hosts(String field, AddressRange range) {
    Stream.of(range.first(), range.last())
        .distinct()
        .flatMap(end -> HostAddress.flaw(end.toString()).stream())
        .findFirst()
        .ifPresent(flaw -> report.refuse(name, field, Reason.INVALID_ADDRESS, flaw));
  }

  private void marks(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      String field = "spec.firewallMarks[" + i + "]";
      try {
        NumberRange range = NumberRange.parse(texts.get(i), PoolRanges.HIGHEST_MARK);
        if (range.first() == range.last()) {
          reserved(name, field, range.first(), report);
        }
      } catch (IllegalArgumentException e) {
        report.refuse(
            name, field, Reason.INVALID_MARK, e.getMessage() + "; write e.g. 17 or 100-199.");
      }
    }
  }

  /** Refuses a mark that others set, or the operator gives out. */
  static void reserved(ResourceName resource, String field, long mark, Report report) {
    if (ReservedMarks.contains(mark)) {
      report.refuse(
          resource,
          field,
          Reason.INVALID_MARK,
          ReservedMarks.isOwn(mark)
              ? "Firewall mark %d is one that the operator gives out (4096 to 4351); choose another, e.g. 17."
                  .formatted(mark)
              : "Firewall mark %d is set by Kubernetes or a CNI plugin, as are all multiples of 128; choose another, e.g. 17."
                  .formatted(mark));
    }
  }

  private void realServers(RealServerGrant grant) {
    ranges("spec.realServers.networks", grant.networks(), false);
    AdminRules.selector(name, "spec.realServers.nodeSelector", grant.nodeSelector(), report);
    for (int i = 0; i < grant.nodePorts().size(); i++) {
      try {
        NumberRange.parse(grant.nodePorts().get(i), PoolRanges.HIGHEST_PORT);
      } catch (IllegalArgumentException e) {
        report.refuse(
            name,
            "spec.realServers.nodePorts[" + i + "]",
            Reason.INVALID_PORT,
            e.getMessage() + "; write e.g. 6443 or 30000-32767.");
      }
    }
  }

  private void limits(PoolLimits limits) {
    if (limits.destinations() < 0 || limits.firewallMarks() < 0) {
      report.refuse(
          name,
          "spec.limits",
          Reason.INVALID_SETTING,
          "A limit is 0 or more; correct destinations %d, firewallMarks %d."
              .formatted(limits.destinations(), limits.firewallMarks()));
    }
  }

  private void onlyAddresses(AddressPoolSpec spec) {
    if (!spec.firewallMarks().isEmpty() || spec.realServers() != null || spec.limits() != null) {
      report.refuse(
          name,
          "spec.use",
          Reason.INVALID_SETTING,
          "firewallMarks, realServers and limits belong to a pool of VIPs; remove them, or write"
              + " use: VIP.");
    }
  }
}
