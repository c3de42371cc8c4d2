package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.operator.status.event.EventMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what happened to a RealServer. */
public final class RealServerEvents {
  private RealServerEvents() {}

  /** Returns what is worth telling of the step from one status, or none, to the next. */
  public static List<EventMessage> of(@Nullable RealServerStatus before, RealServerStatus after) {
    List<EventMessage> told = new ArrayList<>();
    EventMessage.of(before == null ? List.of() : before.conditions(), after.conditions()).stream()
        // of these the transitions themselves are told
        .filter(it -> !ResourceReport.isReasonOfHealth(it.reason()))
        .filter(it -> !it.reason().equals(RealServerStatuses.SOME_FAILED))
        .forEach(told::add);
    told.addAll(HealthEvents.of(before == null ? List.of() : before.health(), after.health()));
    return told;
  }
}
