package dev.lvs.compile.problem;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Comparator;

/**
 * Entries of a VirtualService that this compilation removes from nodes because the right that
 * allowed them is gone. Reported once, by the compilation that removes them.
 *
 * @param message a full sentence: which right, and where it was served
 */
public record Withdrawal(ResourceName service, String message) implements Comparable<Withdrawal> {
  private static final Comparator<Withdrawal> ORDER =
      Comparator.comparing(Withdrawal::service).thenComparing(Withdrawal::message);

  @Override
  public int compareTo(Withdrawal other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return service + ": " + message;
  }
}
