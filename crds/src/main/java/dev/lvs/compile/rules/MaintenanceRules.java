package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.MaintenanceNote;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import java.time.Instant;
import java.util.Optional;

/** Rules for the maintenance of a RealServer, in its spec and in its annotation. */
final class MaintenanceRules {
  private static final String UNTIL = "spec.maintenance.until";

  private final ResourceName name;
  private final Instant at;
  private final Report report;

  private MaintenanceRules(ResourceName name, Instant at, Report report) {
    this.name = name;
    this.at = at;
    this.report = report;
  }

  /**
   * Checks both.
   *
   * @param at the time for which is compiled
   */
  static void check(Resolution.Server server, RealServerSpec spec, Instant at, Report report) {
    MaintenanceRules rules = new MaintenanceRules(server.name(), at, report);
    if (spec.maintenance() != null) {
      rules.spec(spec.maintenance());
    }
    server.note().ifPresent(rules::note);
  }

  private void spec(Maintenance maintenance) {
    try {
      over(UNTIL, maintenance.end());
    } catch (IllegalArgumentException e) {
      refuse(UNTIL, e);
    }
  }

  private void note(String text) {
    try {
      over(MaintenanceNote.FIELD, MaintenanceNote.parse(text).until().map(Maintenance::time));
    } catch (IllegalArgumentException e) {
      refuse(MaintenanceNote.FIELD, e);
    }
  }

  private void over(String field, Optional<Instant> end) {
    end.filter(time -> !time.isAfter(at))
        .ifPresent(
            time ->
                report.note(
                    name,
                    field,
                    Reason.SETTING_UNUSED,
                    "It was over at %s and does nothing any more; remove it.".formatted(time)));
  }

  private void refuse(String field, IllegalArgumentException mistake) {
    report.refuse(name, field, Reason.INVALID_MAINTENANCE, String.valueOf(mistake.getMessage()));
  }
}
