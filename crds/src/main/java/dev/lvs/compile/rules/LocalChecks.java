package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses health checks by files and programs of directors, unless whoever starts these allows
 * them: in a cluster a tenant who may write a manifest would run programs as root.
 */
public final class LocalChecks {
  private final Report report;

  private LocalChecks(Report report) {
    this.report = report;
  }

  /** Refuses each resource that has one. */
  public static void check(Resolution resolution, Report report) {
    if (resolution.localChecks()) {
      return;
    }
    LocalChecks rule = new LocalChecks(report);
    for (Resolution.Service one : resolution.services()) {
      if (one.spec() != null) {
        rule.check(one.name(), one.spec().healthCheck(), one.spec().additionalHealthChecks());
      }
    }
    for (Resolution.Server one : resolution.servers()) {
      if (one.spec() != null) {
        rule.check(one.name(), one.spec().healthCheck(), one.spec().additionalHealthChecks());
      }
    }
  }

  private void check(
      ResourceName resource, @Nullable HealthCheck first, List<HealthCheck> additional) {
    if (first != null) {
      check(resource, "spec.healthCheck", first);
    }
    for (int i = 0; i < additional.size(); i++) {
      check(resource, "spec.additionalHealthChecks[" + i + "]", additional.get(i));
    }
  }

  private void check(ResourceName resource, String place, HealthCheck check) {
    if (check.file() != null) {
      refuse(resource, place + ".file", "A file is looked at");
    }
    if (check.exec() != null) {
      refuse(resource, place + ".exec", "A program is run");
    }
  }

  private void refuse(ResourceName resource, String field, String what) {
    report.refuse(
        resource,
        field,
        Reason.INVALID_HEALTH_CHECK,
        what
            + " by an agent with manifests and --check-directory, never in a cluster; start it so,"
            + " or use another kind of check.");
  }
}
