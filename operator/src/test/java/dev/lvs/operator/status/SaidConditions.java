package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import io.fabric8.kubernetes.api.model.Condition;

/** Conditions of a DirectorGroup as text, a line each. */
final class SaidConditions {
  private SaidConditions() {}

  static String of(DirectorGroupStatus status) {
    StringBuilder said = new StringBuilder();
    for (Condition one : status.conditions()) {
      said.append(
          "%s=%s %s: %s%n"
              .formatted(one.getType(), one.getStatus(), one.getReason(), one.getMessage()));
    }
    return said.toString();
  }
}
