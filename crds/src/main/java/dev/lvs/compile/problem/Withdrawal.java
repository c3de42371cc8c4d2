package dev.lvs.compile.problem;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Comparator;

/**
 * The end of what a right gave: entries of a VirtualService that this compilation takes off nodes
 * because the right is gone. It is said once, by the compilation that does it.
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
