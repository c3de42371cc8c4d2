package dev.lvs.compile.problem;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Comparator;
import java.util.Optional;

/**
 * A user's mistake in a resource, in the terms of its manifest.
 *
 * @param field path of the field inside the resource, e.g. {@code spec.ports[0].targetPort}
 * @param message a full sentence: what is wrong, and what to do
 * @param server the same as data, if it concerns one real server of a service
 */
public record Problem(
    ResourceName resource,
    String field,
    Reason reason,
    Consequence consequence,
    String message,
    Optional<ServerIssue> server)
    implements Comparable<Problem> {
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::resource)
          .thenComparing(Problem::consequence)
          .thenComparing(Problem::field)
          .thenComparing(Problem::reason)
          .thenComparing(Problem::message);

  /** A problem of the resource as a whole, or of one of its fields. */
  public Problem(
      ResourceName resource, String field, Reason reason, Consequence consequence, String message) {
    this(resource, field, reason, consequence, message, Optional.empty());
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** One line: resource, field, reason, message. */
  @Override
  public String toString() {
    return resource + ": " + field + ": " + reason.text() + ": " + message;
  }
}
