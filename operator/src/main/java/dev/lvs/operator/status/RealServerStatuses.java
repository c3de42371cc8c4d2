package dev.lvs.operator.status;

import static dev.lvs.operator.status.Verdict.READY;

import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.MaintenanceMode;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.RealServerStatus;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the status of a RealServer. */
public final class RealServerStatuses {
  private final Clock clock;

  public RealServerStatuses(Clock clock) {
    this.clock = clock;
  }

  /**
   * The next status.
   *
   * @param before the status as it stands, if there is one
   * @param silent what is not known of the node that it is, if that is not heard from
   */
  public RealServerStatus next(
      @Nullable RealServerStatus before,
      RealServerSpec spec,
      Facts.OfServer facts,
      Optional<Trouble> silent) {
    Verdict accepted = AcceptedCondition.of(facts.problems());
    Conditions conditions =
        new Conditions(before == null ? List.of() : before.conditions(), facts.generation(), clock);
    return new RealServerStatus(
        facts.generation(),
        facts.compiled().addresses(),
        facts.compiled().services(),
        facts.compiled().services().size(),
        state(facts, silent.isPresent()),
        conditions.of(accepted, ready(spec, facts, silent, accepted)));
  }

  private static String state(Facts.OfServer facts, boolean silent) {
    return switch (facts.compiled().state()) {
      case IN_USE -> silent ? "Unknown" : "InUse";
      case UNUSED -> "Unused";
      case DRAINING -> "Draining";
      case REMOVED -> "Removed";
    };
  }

  private static Verdict ready(
      RealServerSpec spec, Facts.OfServer facts, Optional<Trouble> silent, Verdict accepted) {
    if (AcceptedCondition.refused(facts.problems())) {
      return Verdict.no(READY, accepted.reason(), accepted.message());
    }
    Maintenance maintenance = spec.maintenance();
    if (maintenance != null) {
      String reason = maintenance.reason() == null ? "" : " (" + maintenance.reason() + ")";
      return maintenance.mode() == MaintenanceMode.DRAIN
          ? Verdict.no(READY, "Draining", "It takes no new connections" + reason + ".")
          : Verdict.no(READY, "Removed", "It is out of every service" + reason + ".");
    }
    if (facts.compiled().services().isEmpty()) {
      return Verdict.unknown(
          READY,
          "Unused",
          "No VirtualService of its namespace chooses it, by name or by its labels.");
    }
    if (spec.weight() == 0) {
      return Verdict.no(READY, "WeightZero", "It takes no new connections: spec.weight is 0.");
    }
    if (silent.isPresent()) {
      return Verdict.unknown(READY, silent.get().reason(), silent.get().message());
    }
    return Verdict.yes(READY, READY, "Serves " + Sentences.list(facts.compiled().services()) + ".");
  }
}
