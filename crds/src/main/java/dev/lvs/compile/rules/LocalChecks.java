package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
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
    resolution
        .services()
        .forEach(
            one -> rule.check(one.name(), one.spec() == null ? null : one.spec().healthCheck()));
    resolution
        .servers()
        .forEach(
            one -> rule.check(one.name(), one.spec() == null ? null : one.spec().healthCheck()));
  }

  private void check(ResourceName resource, @Nullable HealthCheck check) {
    if (check != null && check.file() != null) {
      refuse(resource, "file", "A file is looked at");
    }
    if (check != null && check.exec() != null) {
      refuse(resource, "exec", "A program is run");
    }
  }

  private void refuse(ResourceName resource, String field, String what) {
    report.refuse(
        resource,
        "spec.healthCheck." + field,
        Reason.INVALID_HEALTH_CHECK,
        what
            + " by an agent with manifests and --check-directory, never in a cluster; start it so,"
            + " or use another kind of check.");
  }
}
