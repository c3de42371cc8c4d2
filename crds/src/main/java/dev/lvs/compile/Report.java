package dev.lvs.compile;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The problems found so far in one compilation. */
final class Report {
  private final SortedSet<Problem> problems = new TreeSet<>();
  private final SortedSet<ResourceName> refused = new TreeSet<>();
  private final Set<ResourceName> lackRight = new HashSet<>();

  void refuse(ResourceName resource, String field, Reason reason, String message) {
    refused.add(resource);
    if (reason.isOfRights()) {
      lackRight.add(resource);
    }
    add(resource, field, reason, Consequence.REFUSED, message);
  }

  void leaveOut(ResourceName resource, String field, Reason reason, String message) {
    add(resource, field, reason, Consequence.LEFT_OUT, message);
  }

  void note(ResourceName resource, String field, Reason reason, String message) {
    add(resource, field, reason, Consequence.NOTED, message);
  }

  /** Whether the resource is refused for want of a right. */
  boolean lacksRight(ResourceName resource) {
    return lackRight.contains(resource);
  }

  boolean refused(ResourceName resource) {
    return refused.contains(resource);
  }

  SortedSet<ResourceName> refused() {
    return Collections.unmodifiableSortedSet(refused);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void add(
      ResourceName resource, String field, Reason reason, Consequence consequence, String message) {
    problems.add(new Problem(resource, field, reason, consequence, message));
  }
}
