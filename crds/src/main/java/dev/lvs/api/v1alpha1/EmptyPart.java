package dev.lvs.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/**
 * Filters empty parts of a plan out of its JSON (Jackson asks by {@code equals}): the API server
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
