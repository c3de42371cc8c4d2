package dev.lvs.compile;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The problems found so far in one compilation. */
final class Report {
  private final SortedSet<Problem> problems = new TreeSet<>();
  private final SortedSet<ResourceName> refused = new TreeSet<>();

  void refuse(ResourceName resource, String field, Reason reason, String message) {
    refused.add(resource);
    add(resource, field, reason, Consequence.REFUSED, message);
  }

  void leaveOut(ResourceName resource, String field, Reason reason, String message) {
    add(resource, field, reason, Consequence.LEFT_OUT, message);
  }

  void note(ResourceName resource, String field, Reason reason, String message) {
    add(resource, field, reason, Consequence.NOTED, message);
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
