package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.DRAINED;

import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.event.EventMessage;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what happened to a RealServer. */
public final class RealServerEvents {
  private RealServerEvents() {}

  /** Returns what is worth telling of the step from one status, or none, to the next. */
  public static List<EventMessage> of(@Nullable RealServerStatus before, RealServerStatus after) {
    List<EventMessage> told = new ArrayList<>();
    List<Condition> then = before == null ? List.of() : before.conditions();
    EventMessage.of(beside(DRAINED, then), beside(DRAINED, after.conditions())).stream()
        // of these the transitions themselves are told
        .filter(it -> !ResourceReport.isReasonOfHealth(it.reason()))
        .filter(it -> !it.reason().equals(RealServerStatuses.SOME_FAILED))
        .forEach(told::add);
    drained(after.conditions())
        .filter(_ -> drained(then).isEmpty())
        .map(it -> new EventMessage(false, it.getReason(), it.getMessage()))
        .ifPresent(told::add);
    told.addAll(HealthEvents.of(before == null ? List.of() : before.health(), after.health()));
    return told;
  }

  /** That clients are still there is no flaw: it is what a drain waits for. */
  private static Optional<Condition> drained(List<Condition> conditions) {
    return Conditions.find(conditions, DRAINED).filter(it -> it.getStatus().equals("True"));
  }

  private static List<Condition> beside(String type, List<Condition> conditions) {
    return conditions.stream().filter(it -> !it.getType().equals(type)).toList();
  }
}
