package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.CheckedHealth;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.operator.status.event.EventMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells transitions of the health of a real server. */
public final class HealthEvents {
  private static final String SUCCEEDED = "HealthCheckSucceeded";

  private HealthEvents() {}

  /**
   * Returns what is worth telling of the step from one status to the next: a check that begins to
   * fail, one that succeeds after it failed, and a certificate that will expire soon. What is not
   * known is not told: of a node that is silent there are other Events.
   */
  public static List<EventMessage> of(List<CheckedHealth> before, List<CheckedHealth> after) {
    List<EventMessage> told = new ArrayList<>();
    for (CheckedHealth now : after) {
      Optional<CheckedHealth> then =
          before.stream()
              .filter(it -> it.service().equals(now.service()))
              .filter(it -> it.director().equals(now.director()))
              .findFirst();
      told(now, then).ifPresent(told::add);
      expiring(now, then).ifPresent(told::add);
    }
    return told;
  }

  private static Optional<EventMessage> expiring(CheckedHealth now, Optional<CheckedHealth> then) {
    String end = now.certificateEnd();
    return end == null || then.filter(it -> end.equals(it.certificateEnd())).isPresent()
        ? Optional.empty()
        : Optional.of(
            EventMessage.recurring(
                true,
                ResourceReport.CERTIFICATE_EXPIRES,
                "Its certificate in %s expires at %s; renew it.".formatted(now.service(), end)));
  }

  private static Optional<EventMessage> told(CheckedHealth now, Optional<CheckedHealth> then) {
    boolean failed = then.filter(it -> it.state().equals(ServerHealths.UNHEALTHY)).isPresent();
    if (now.state().equals(ServerHealths.UNHEALTHY) && !failed) {
      return Optional.of(
          EventMessage.recurring(
              true,
              ResourceReport.HEALTH_CHECK_FAILED,
              "It fails the health check of %s by %s: %s."
                  .formatted(now.service(), now.director(), now.message())));
    }
    if (now.state().equals(ServerHealths.HEALTHY) && failed) {
      return Optional.of(
          EventMessage.recurring(
              false,
              SUCCEEDED,
              "It succeeds in the health check of %s by %s."
                  .formatted(now.service(), now.director())));
    }
    return Optional.empty();
  }
}
