package dev.lvs.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson, which asks by {@code equals}, which part of a plan is left out: the API server
 * would keep the {@code {}} and drop it with the next apply.
 */
final class EmptyPart {
  @Override
  public boolean equals(@Nullable Object part) {
    return DirectorPlan.EMPTY.equals(part) || RealServerPlan.EMPTY.equals(part);
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
